//! Bundles the demo's chart library into one file that a page can import. It comes from npm and is not kept in git. The
//! page uses Chart.js because it has all that is needed (bars, lines, an arc, a canvas that follows its box), because
//! plugins can draw the rest, and because only the parts named below are bundled: 61 of 71 KB, compressed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Its name under `/vendor/`.
const NAME: &str = "chart.js";

/// The parts that the page draws with; `www/insights/charts/library.js` imports this file.
const PARTS: &str = "export { Chart, ArcElement, BarController, BarElement, CategoryScale, DoughnutController, \
                     LineController, LineElement, LinearScale, PointElement, Tooltip } from 'chart.js';";

/// The licences of the bundled code stay at the end of the file.
const BUNDLE: &str = "require('esbuild').buildSync({ stdin: { contents: process.argv[1], resolveDir: process.cwd() }, \
                      outfile: process.argv[2], bundle: true, minify: true, format: 'esm', target: 'es2022', \
                      legalComments: 'eof', logLevel: 'warning' })";

/// Builds the file and returns its folder. [`setup::build_tools`](crate::setup::build_tools) must have run.
pub(crate) fn bundle(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.scratch("vendor")?;
    let mut command = Command::new("node");
    command.current_dir(&workspace.root).args(["-e", BUNDLE, PARTS]).arg(folder.join(NAME));
    process::run(&mut command)?;
    Ok(folder)
}
