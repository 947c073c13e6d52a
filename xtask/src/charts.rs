//! The demo's chart library, in one file that a page can import. It comes from npm and is not kept here: the page draws with
//! Chart.js, because all it needs (bars, lines, an arc, a canvas that follows its box) is in there, plugins may draw what is not,
//! and only the parts that are named below are taken: 61 of 71 KB, compressed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// The name under `/vendor/`.
const NAME: &str = "chart.js";

/// What the page draws with; `www/insights/charts/library.js` is the one who asks for it.
const PARTS: &str = "export { Chart, ArcElement, BarController, BarElement, CategoryScale, DoughnutController, \
                     LineController, LineElement, LinearScale, PointElement, Tooltip } from 'chart.js';";

/// The licences of what is in it stay at its end.
const BUNDLE: &str = "require('esbuild').buildSync({ stdin: { contents: process.argv[1], resolveDir: process.cwd() }, \
                      outfile: process.argv[2], bundle: true, minify: true, format: 'esm', target: 'es2022', \
                      legalComments: 'eof', logLevel: 'warning' })";

/// Makes the file and returns the folder it is in. [`setup::build_tools`](crate::setup::build_tools) has to be there.
pub(crate) fn bundle(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.scratch("vendor")?;
    let mut command = Command::new("node");
    command.current_dir(&workspace.root).args(["-e", BUNDLE, PARTS]).arg(folder.join(NAME));
    process::run(&mut command)?;
    Ok(folder)
}
