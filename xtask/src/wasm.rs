//! Turns the output of cargo into the modules of the package: wasm-bindgen makes the bindings; removing panic messages,
//! shortening names and running wasm-opt reduce the size.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace::{CORE, Workspace};
use crate::{exports, minify, names, panics, process};

/// A module of the package: the crate that it is built from, and its file name.
pub(crate) struct Module {
    /// The name of its folders in the target directory.
    pub(crate) key: &'static str,
    /// The crate, and its features instead of the default ones.
    pub(crate) package: &'static str,
    pub(crate) features: &'static [&'static str],
    name: &'static str,
    /// LLVM's inlining threshold. A lower one than the default of 225 makes the module smaller, and not measurably
    /// slower: of 25, 35, 50, 75, 100 and 150, these were the best.
    pub(crate) inlining: u32,
    /// rustc's level of optimisation, where it is not that of the profile: "s" for size.
    pub(crate) opt_level: Option<&'static str>,
    /// Whether it is of the core, whose modules do not format, and whose bindings export what the facade needs.
    is_core: bool,
}

/// The package's folder of modules and their bindings.
pub(crate) const FOLDER: &str = "wasm";

/// The module of calls, which every user loads.
pub(crate) const CLIENT: Module = Module {
    key: "client",
    package: CORE,
    features: &["client"],
    name: "refiner_wasm",
    inlining: 50,
    opt_level: None,
    is_core: true,
};
/// The module of summaries and exports, loaded when it is first used (lazy).
pub(crate) const INSIGHT: Module = Module {
    key: "insight",
    package: CORE,
    features: &["insight"],
    name: "refiner_insight",
    inlining: 75,
    opt_level: None,
    is_core: true,
};
/// The sandbox, which only `refiner-wasm/testing` loads.
pub(crate) const SANDBOX: Module = Module {
    key: "sandbox",
    package: "refiner-sandbox-wasm",
    features: &[],
    name: "refiner_sandbox",
    inlining: 75,
    opt_level: Some("s"),
    is_core: false,
};

impl Module {
    /// The file of bindings. The package's types are written by hand, because the generated ones reveal private names.
    pub(crate) fn js(&self) -> String {
        format!("{}.js", self.name)
    }

    /// The module itself.
    pub(crate) fn wasm(&self) -> String {
        format!("{}_bg.wasm", self.name)
    }

    /// The module as base64, for the entry that contains it.
    pub(crate) fn base64(&self) -> String {
        format!("{}_base64.js", self.name)
    }
}

const BINDGEN: [&str; 6] = [
    "--target",
    "web",
    "--omit-default-module-path",
    "--no-typescript",
    "--remove-producers-section",
    // An instance that stopped in the middle is replaced.
    "--experimental-reset-state-function",
];

/// No wasm feature is enabled here: wasm-opt reads from the module which ones rustc used, and may use no others.
/// Functions with a single caller are not inlined: many small functions compress better than one large one (1.1 KB
/// brotli in all, measured). Where that would cost a call per answer and row, the function says `#[inline]`.
const OPTIMIZE: [&str; 5] =
    ["-Oz", "--one-caller-inline-max-function-size=0", "--gufa", "-Oz", "--strip-target-features"];

/// Fills `out` with the bindings and the module, made from what cargo compiled.
///
/// The last result is cached, together with all of its inputs, and reused if these are identical byte for byte.
pub(crate) fn finish(workspace: &Workspace, made: &Module, compiled: &Path, out: &Path) -> Result<()> {
    let cache = workspace.scratch("wasm")?.join(made.key);
    fs::create_dir_all(&cache)?;
    let module = fs::read(compiled).with_context(|| format!("{} is missing", compiled.display()))?;
    let recipe = recipe(workspace)?;
    let is_kept = |name: &str, bytes: &[u8]| fs::read(cache.join(name)).is_ok_and(|kept| kept == bytes);
    if !(is_kept("compiled.wasm", &module) && is_kept("recipe", recipe.as_bytes())) {
        // The recipe is removed first and written last, so that an interrupted build leaves a cache that is never used.
        if cache.join("recipe").exists() {
            fs::remove_file(cache.join("recipe"))?;
        }
        make(made, compiled, &cache)?;
        fs::write(cache.join("compiled.wasm"), &module)?;
        fs::write(cache.join("recipe"), recipe)?;
    }
    fs::create_dir_all(out)?;
    for name in [made.js(), made.wasm()] {
        fs::copy(cache.join("out").join(&name), out.join(&name))
            .with_context(|| format!("wasm-bindgen made no {name}"))?;
    }
    Ok(())
}

/// The flags, and the lock files, which determine the versions of wasm-bindgen and wasm-opt.
fn recipe(workspace: &Workspace) -> Result<String> {
    let cargo = fs::read_to_string(workspace.root.join("Cargo.lock"))?;
    let npm = fs::read_to_string(workspace.root.join("package-lock.json"))?;
    Ok(format!(
        "{BINDGEN:?}\n{OPTIMIZE:?}\n{}\n{}\n{}\n{cargo}\n{npm}",
        minify::recipe(),
        names::recipe(),
        panics::recipe()
    ))
}

fn make(made: &Module, compiled: &Path, cache: &Path) -> Result<()> {
    let out = cache.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    println!("making the bindings (wasm-bindgen)");
    let mut arguments: Vec<OsString> = vec!["wasm-bindgen".into()];
    arguments.extend(BINDGEN.map(OsString::from));
    arguments.extend(["--out-name".into(), made.name.into()]);
    arguments.extend(["--out-dir".into(), out.clone().into(), compiled.into()]);
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments).context("wasm-bindgen failed")?;

    println!("making the module small (wasm-opt)");
    let module = out.join(made.wasm());
    exports::check(&module)?;
    if made.is_core {
        panics::silence(&module)?;
    }
    let bindings = out.join(made.js());
    names::shorten(&module, &bindings)?;
    let before = fs::metadata(&module)?.len();
    let small = out.join("small.wasm");
    let mut command = Command::new("node");
    command.arg("node_modules/binaryen/bin/wasm-opt").args(OPTIMIZE).arg(&module).arg("-o").arg(&small);
    process::run(&mut command)?;
    let after = fs::metadata(&small).context("wasm-opt wrote nothing")?.len();
    if after == 0 || after > before {
        bail!("wasm-opt turned {before} bytes into {after}");
    }
    fs::rename(&small, &module).context("the small module cannot be put in place")?;

    // Nobody reads the bindings, and without names and comments they are a third smaller.
    minify::file(&bindings, &out.join("small.js"), made.is_core)?;
    fs::rename(out.join("small.js"), &bindings).context("the small bindings cannot be put in place")
}
