//! Child processes. Each has a process group of its own, which ends with this program: on every return, and at Ctrl-C.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a group may clean up before it is killed (a test runner closes its browser).
const GRACE: Duration = Duration::from_secs(3);

/// The groups that are running, for the signal thread.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static ENDING: AtomicBool = AtomicBool::new(false);
static EXIT_CODE: AtomicI32 = AtomicI32::new(130);

/// A running child and everything that it started.
pub(crate) struct Group {
    child: Child,
}

impl Group {
    /// Starts `command` without standard input.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self> {
        command.stdin(Stdio::null());
        system::own_group(command);
        // The lock covers start and registration, so that no signal can come between them.
        let mut groups = groups();
        let child = command.spawn().with_context(|| format!("{} cannot be started", name(command)))?;
        groups.push(child.id());
        Ok(Self { child })
    }

    /// The child's standard output, line by line. Available once, and only if the command was started with
    /// `Stdio::piped()`.
    pub(crate) fn lines(&mut self) -> impl Iterator<Item = String> + Send + use<> {
        lines(self.child.stdout.take())
    }

    /// Waits for the child itself.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().context("a child process cannot be waited for")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let id = self.child.id();
        // The leader has ended. Whatever is left of its group was forgotten, and ends too.
        end_groups(&[id], || drop(self.child.try_wait()));
        let _ = self.child.wait();
        groups().retain(|&other| other != id);
    }
}

/// Runs `command` to its end with this program's own output; a failure status is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs `command` to its end with this program's own output.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    Group::spawn(command)?.wait()
}

/// Runs `command` and returns its standard output; its standard error goes to this program's.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let mut group = Group::spawn(command.stdout(Stdio::piped()))?;
    let mut text = String::new();
    if let Some(mut stdout) = group.child.stdout.take() {
        stdout.read_to_string(&mut text).with_context(|| format!("`{}` printed no text", line(command)))?;
    }
    let status = group.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(text)
}

/// Runs `command`, prints each line of its output as it arrives, and passes it to `see`.
pub(crate) fn stream(command: &mut Command, mut see: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut group = Group::spawn(command.stdout(Stdio::piped()))?;
    for text in group.lines() {
        println!("{text}");
        see(&text);
    }
    group.wait()
}

/// From now on, SIGINT, SIGTERM and SIGHUP end every group and then this program.
pub(crate) fn end_with_signals() -> Result<()> {
    system::on_signal(|| {
        ENDING.store(true, Ordering::SeqCst);
        let groups = groups();
        end_groups(&groups, || ());
        // The lock is never released, so nothing new starts before the end.
        std::process::exit(EXIT_CODE.load(Ordering::SeqCst));
    })
}

/// The exit status after a signal. A server that is told to stop has done its work.
pub(crate) fn set_signal_exit_code(code: i32) {
    EXIT_CODE.store(code, Ordering::SeqCst);
}

/// While a signal is being handled, the failures that it causes are not reported: this waits for the end instead.
pub(crate) fn wait_if_ending() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::sleep(GRACE);
    }
}

/// The command as a user would type it, for messages.
pub(crate) fn line(command: &Command) -> String {
    let mut text = name(command);
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

fn name(command: &Command) -> String {
    let path = std::path::Path::new(command.get_program());
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn lines(stdout: Option<ChildStdout>) -> impl Iterator<Item = String> + Send {
    let mut reader = stdout.map(BufReader::new);
    std::iter::from_fn(move || {
        let mut bytes = Vec::new();
        let length = reader.as_mut()?.read_until(b'\n', &mut bytes).ok()?;
        (length > 0).then(|| String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
    })
}

fn groups() -> MutexGuard<'static, Vec<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Asks the groups to end, waits a little, then kills them. `reap` collects a leader that has ended, before anything
/// else can: a group exists until its last member is collected.
fn end_groups(ids: &[u32], mut reap: impl FnMut()) {
    ids.iter().for_each(|&id| system::ask_to_end(id));
    let deadline = Instant::now() + GRACE;
    while Instant::now() < deadline {
        reap();
        ids.iter().for_each(|&id| system::reap_orphans(id));
        if !ids.iter().any(|&id| system::is_alive(id)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    ids.iter().for_each(|&id| system::kill(id));
}

#[cfg(unix)]
mod system {
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use anyhow::Result;
    use rustix::process::{Pid, Signal, WaitOptions, kill_process_group, test_kill_process_group, waitpgid};
    use tokio::signal::unix::{SignalKind, signal};

    pub(super) fn own_group(command: &mut Command) {
        command.process_group(0);
    }

    fn pid(id: u32) -> Option<Pid> {
        Pid::from_raw(id.try_into().ok()?)
    }

    pub(super) fn ask_to_end(id: u32) {
        let _ = pid(id).map(|pid| kill_process_group(pid, Signal::TERM));
    }

    pub(super) fn kill(id: u32) {
        let _ = pid(id).map(|pid| kill_process_group(pid, Signal::KILL));
    }

    pub(super) fn is_alive(id: u32) -> bool {
        pid(id).is_some_and(|pid| test_kill_process_group(pid).is_ok())
    }

    /// Collects the group's ended members that lost their parent; see [`adopt_orphans`].
    pub(super) fn reap_orphans(id: u32) {
        let Some(group) = pid(id) else { return };
        while let Ok(Some(_)) = waitpgid(group, WaitOptions::NOHANG) {}
    }

    /// Makes this process adopt orphaned grandchildren. The first process of a container often does not collect them,
    /// and a group with uncollected members looks alive.
    fn adopt_orphans() {
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    }

    pub(super) fn on_signal(end: impl FnOnce() + Send + 'static) -> Result<()> {
        adopt_orphans();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let entered = runtime.enter();
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        // `nohup` starts a program with this signal ignored, on purpose.
        let mut hang_up = if is_ignored(SignalKind::hangup()) { None } else { Some(signal(SignalKind::hangup())?) };
        drop(entered);
        std::thread::spawn(move || {
            runtime.block_on(std::future::poll_fn(|context| {
                let hung_up = hang_up.as_mut().is_some_and(|signal| signal.poll_recv(context).is_ready());
                let any = interrupt.poll_recv(context).is_ready() || terminate.poll_recv(context).is_ready() || hung_up;
                if any { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            }));
            end();
        });
        Ok(())
    }

    /// Only Linux can tell; elsewhere no signal counts as ignored.
    fn is_ignored(kind: SignalKind) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
        mask & (1 << (kind.as_raw_value() - 1)) != 0
    }
}

#[cfg(not(unix))]
mod system {
    //! Without process groups, only the children themselves can be ended, through their handles.

    use std::process::Command;

    use anyhow::Result;

    pub(super) fn own_group(_command: &mut Command) {}

    pub(super) fn ask_to_end(id: u32) {
        kill(id);
    }

    pub(super) fn kill(id: u32) {
        let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &id.to_string()]).output();
    }

    pub(super) fn is_alive(_id: u32) -> bool {
        false
    }

    pub(super) fn reap_orphans(_id: u32) {}

    pub(super) fn on_signal(end: impl FnOnce() + Send + 'static) -> Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        std::thread::spawn(move || {
            let _ = runtime.block_on(tokio::signal::ctrl_c());
            end();
        });
        Ok(())
    }
}
