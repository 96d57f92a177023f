//! A lock file beside a case file: two interviews about one file would overwrite each other's answers.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// A lock that is held; dropping it takes the file away.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Somebody holds it: the process, and the lock file.
    Held(String, PathBuf),
    /// The lock file cannot be made.
    Io,
}

impl Lock {
    /// Takes the lock of a case file. A lock that a dead process left behind is taken over.
    ///
    /// # Errors
    /// See [`NoLock`].
    pub fn take(case: &Path) -> Result<Self, NoLock> {
        let mut name = case.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        for _ in 0..2 {
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    let _ = writeln!(file, "{}", std::process::id());
                    return Ok(Self { path });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let holder = fs::read_to_string(&path).unwrap_or_default().trim().to_owned();
                    if is_running(&holder) {
                        return Err(NoLock::Held(holder, path));
                    }
                    let _ = fs::remove_file(&path);
                }
                Err(_) => return Err(NoLock::Io),
            }
        }
        Err(NoLock::Held(String::new(), path))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a process runs; where the system does not tell, it is taken to.
fn is_running(process: &str) -> bool {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return true;
    }
    !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit()) && processes.join(process).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let case = dir.path().join("case.toml");
        let lock = Lock::take(&case).unwrap();
        assert!(matches!(Lock::take(&case), Err(NoLock::Held(..))));
        drop(lock);
        drop(Lock::take(&case).unwrap());
        assert!(!dir.path().join("case.toml.lock").exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_lock_of_a_dead_process_is_taken_over() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("case.toml.lock"), "4194999\n").unwrap();
        assert!(Lock::take(&dir.path().join("case.toml")).is_ok());
    }
}
