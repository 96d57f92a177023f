//! Writing files so that a reader sees the old content or the new one, never a part.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// What happens to a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays, and writing fails with [`WriteError::Exists`].
    Never,
    /// It is replaced.
    Always,
}

/// Why a file was not written. What stood at the path before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is something at the path, and it may not be replaced.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// The path is that of a folder or a device, or has no file name.
    #[error("{} is not a file", .0.display())]
    NotAFile(PathBuf),
    /// The folder that should hold the file does not exist.
    #[error("folder {} does not exist", .0.display())]
    FolderMissing(PathBuf),
    /// What should be the folder is something else.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The operating system does not permit it.
    #[error("no permission to write {}", .0.display())]
    Permission(PathBuf),
    /// The disk is full, or the quota used up.
    #[error("no room left for {}", .0.display())]
    DiskFull(PathBuf),
    /// Anything else.
    #[error("cannot write {}", .0.display())]
    Io(PathBuf, #[source] io::Error),
}

impl WriteError {
    /// The id used as a key of words.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Exists(_) => "exists",
            Self::NotAFile(_) => "not-a-file",
            Self::FolderMissing(_) => "folder-missing",
            Self::NotAFolder(_) => "not-a-folder",
            Self::Permission(_) => "permission",
            Self::DiskFull(_) => "disk-full",
            Self::Io(..) => "io",
        }
    }

    /// The path the error is about: the file, or its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Exists(p) | Self::NotAFile(p) | Self::FolderMissing(p) | Self::NotAFolder(p) => p,
            Self::Permission(p) | Self::DiskFull(p) | Self::Io(p, _) => p,
        }
    }

    fn of(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::AlreadyExists => Self::Exists(path),
            ErrorKind::IsADirectory => Self::NotAFile(path),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Permission(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull(path),
            _ => Self::Io(path, error),
        }
    }
}

/// Writes a file in one step: into a temporary file of the same folder, which then takes the place of the path.
///
/// The file is readable and writable for its owner only (mode 0600), also where it replaces one that was open to others: case
/// data is confidential. A symbolic link is followed, so that the link stays a link. Folders are not created.
///
/// # Errors
/// See [`WriteError`]. No temporary file is left behind.
pub fn write_atomic(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<(), WriteError> {
    stage(path, bytes, overwrite)?.put().map(|_| ())
}

/// A file written and waiting beside its place. Dropped, it is gone and nothing has happened.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    target: PathBuf,
    temporary: tempfile::NamedTempFile,
    overwrite: Overwrite,
}

/// Writes a file beside its place, as [`write_atomic`] does, without putting it there yet.
///
/// # Errors
/// See [`WriteError`]. No temporary file is left behind.
pub fn stage(path: &Path, bytes: &[u8], overwrite: Overwrite) -> Result<Staged, WriteError> {
    if path.file_name().is_none() {
        return Err(WriteError::NotAFile(path.to_owned()));
    }
    let target = match fs::symlink_metadata(path) {
        Ok(_) if overwrite == Overwrite::Never => return Err(WriteError::Exists(path.to_owned())),
        Ok(meta) if meta.is_symlink() => fs::canonicalize(path).map_err(|e| WriteError::of(path, e))?,
        _ => path.to_owned(),
    };
    // A device is renamed over as willingly as a file: whoever has the right to would lose `/dev/null`.
    if fs::metadata(&target).is_ok_and(|meta| !meta.is_file()) {
        return Err(WriteError::NotAFile(path.to_owned()));
    }
    let folder = folder_of(&target);
    check_folder(folder)?;
    let told = |e| WriteError::of(path, e);
    let mut temporary = tempfile::Builder::new().prefix(".mla-").suffix(".tmp").tempfile_in(folder).map_err(|e| told(bare(e)))?;
    fill(temporary.as_file_mut(), bytes).map_err(told)?;
    Ok(Staged { path: path.to_owned(), target, temporary, overwrite })
}

impl Staged {
    /// Puts the file in its place. Where it now stands, and whether nothing stood there before.
    fn put(self) -> Result<(PathBuf, bool), WriteError> {
        let new = !self.target.exists();
        let done = match self.overwrite {
            Overwrite::Never => self.temporary.persist_noclobber(&self.target),
            Overwrite::Always => self.temporary.persist(&self.target),
        };
        done.map_err(|e| WriteError::of(&self.path, e.error))?;
        // Makes the new name survive a power cut where the system can do it; the content is safe either way.
        if cfg!(unix) {
            let _ = File::open(folder_of(&self.target)).and_then(|f| f.sync_all());
        }
        Ok((self.target, new))
    }
}

/// Puts files that belong together in their places. If one of them cannot be put, those that are new are taken back.
///
/// # Errors
/// See [`WriteError`].
pub fn put_all(files: Vec<Staged>) -> Result<(), WriteError> {
    let mut placed = Vec::new();
    for file in files {
        match file.put() {
            Ok(done) => placed.push(done),
            Err(error) => {
                placed.iter().filter(|(_, new)| *new).for_each(|(path, _)| drop(fs::remove_file(path)));
                return Err(error);
            }
        }
    }
    Ok(())
}

/// Tells whether files can be made in a folder, by making one and taking it away.
///
/// # Errors
/// See [`WriteError`].
pub fn probe_folder(folder: &Path) -> Result<(), WriteError> {
    check_folder(folder)?;
    tempfile::Builder::new().prefix(".mla-").tempfile_in(folder).map(drop).map_err(|e| WriteError::of(folder, bare(e)))
}

/// Makes a folder if it does not exist; the folder that holds it must.
///
/// # Errors
/// See [`WriteError`].
pub fn make_folder(folder: &Path) -> Result<(), WriteError> {
    match fs::create_dir(folder) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => check_folder(folder),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(WriteError::FolderMissing(folder_of(folder).to_owned())),
        Err(e) if e.kind() == ErrorKind::NotADirectory => Err(WriteError::NotAFolder(folder_of(folder).to_owned())),
        Err(e) => Err(WriteError::of(folder, e)),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn check_folder(folder: &Path) -> Result<(), WriteError> {
    match fs::metadata(folder) {
        Ok(meta) if !meta.is_dir() => Err(WriteError::NotAFolder(folder.to_owned())),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(WriteError::FolderMissing(folder.to_owned())),
        Err(e) if e.kind() == ErrorKind::NotADirectory => Err(WriteError::NotAFolder(folder.to_owned())),
        Err(e) => Err(WriteError::of(folder, e)),
        Ok(_) => Ok(()),
    }
}

/// Writes the bytes and waits until they are on the disk.
fn fill(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// The error of the system, without the name of a temporary file that nobody knows.
fn bare(error: io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// The SHA-256 of some bytes as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn id(result: Result<(), WriteError>) -> &'static str {
        result.unwrap_err().id()
    }

    #[test]
    fn a_file_appears_and_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("дело.toml");
        write_atomic(&path, b"one", Overwrite::Never).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_atomic(&path, b"two", Overwrite::Always).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(dir.path()), ["дело.toml"]);
    }

    #[test]
    fn files_that_belong_together_appear_together() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("a.pdf"), dir.path().join("a.docx"));
        let both = || vec![stage(&one, b"1", Overwrite::Never).unwrap(), stage(&two, b"2", Overwrite::Never).unwrap()];
        drop(both());
        assert!(names(dir.path()).is_empty());
        let staged = both();
        fs::write(&two, b"theirs").unwrap();
        assert_eq!(id(put_all(staged)), "exists");
        assert_eq!(names(dir.path()), ["a.docx"]);
        assert_eq!(fs::read(&two).unwrap(), b"theirs");
        fs::remove_file(&two).unwrap();
        put_all(both()).unwrap();
        assert_eq!(names(dir.path()), ["a.docx", "a.pdf"]);
    }

    #[test]
    fn folders_are_made_one_level_deep() {
        let dir = tempfile::tempdir().unwrap();
        make_folder(&dir.path().join("out")).unwrap();
        make_folder(&dir.path().join("out")).unwrap();
        probe_folder(&dir.path().join("out")).unwrap();
        assert!(names(&dir.path().join("out")).is_empty());
        assert_eq!(id(make_folder(&dir.path().join("a/b"))), "folder-missing");
        fs::write(dir.path().join("file"), b"x").unwrap();
        assert_eq!(id(make_folder(&dir.path().join("file"))), "not-a-folder");
        assert_eq!(id(make_folder(&dir.path().join("file/x"))), "not-a-folder");
    }

    #[test]
    fn an_existing_file_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.toml");
        fs::write(&path, b"old").unwrap();
        assert_eq!(id(write_atomic(&path, b"new", Overwrite::Never)), "exists");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(dir.path()), ["case.toml"]);
    }

    #[test]
    fn a_file_that_appears_meanwhile_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.toml");
        let temporary = tempfile::NamedTempFile::new_in(dir.path()).unwrap();
        fs::write(&path, b"theirs").unwrap();
        let error = temporary.persist_noclobber(&path).unwrap_err().error;
        assert_eq!(WriteError::of(&path, error).id(), "exists");
        assert_eq!(fs::read(&path).unwrap(), b"theirs");
    }

    #[test]
    fn wrong_places_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), b"x").unwrap();
        let write = |path: PathBuf| write_atomic(&path, b"new", Overwrite::Always);
        assert_eq!(id(write(dir.path().join("no/case.toml"))), "folder-missing");
        assert_eq!(id(write(dir.path().join("file/case.toml"))), "not-a-folder");
        assert_eq!(id(write(dir.path().join("file/deeper/case.toml"))), "not-a-folder");
        assert_eq!(id(write(dir.path().to_owned())), "not-a-file");
        assert_eq!(id(write(PathBuf::from("/"))), "not-a-file");
        assert_eq!(id(write(PathBuf::new())), "not-a-file");
        assert_eq!(id(write(dir.path().join("n".repeat(300)))), "io");
        assert_eq!(names(dir.path()), ["file"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.toml");
        fs::write(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        write_atomic(&path, b"new", Overwrite::Always).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (real, link, lost) = (dir.path().join("real"), dir.path().join("link"), dir.path().join("lost"));
        fs::write(&real, b"old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        std::os::unix::fs::symlink(dir.path().join("nowhere"), &lost).unwrap();
        write_atomic(&link, b"new", Overwrite::Always).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(id(write_atomic(&lost, b"new", Overwrite::Always)), "io");
        assert_eq!(id(write_atomic(Path::new("/dev/null"), b"new", Overwrite::Always)), "not-a-file");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told() {
        let path = Path::new("case.toml");
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(WriteError::of(path, fill(&mut full, b"new").unwrap_err()).id(), "disk-full");
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_without_permission_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("case.toml");
        fs::write(&path, b"old").unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o500)).unwrap();
        let root = File::create(dir.path().join("probe")).is_ok();
        let result = if root { Ok(()) } else { write_atomic(&path, b"new", Overwrite::Always) };
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        if root {
            // Permissions bind everyone but the superuser: nothing can be shown then.
            let mut log = io::stderr();
            writeln!(log, "skipped: the superuser may write anywhere").unwrap();
            return;
        }
        assert_eq!(id(result), "permission");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(dir.path()), ["case.toml"]);
    }

    #[test]
    fn errors_of_the_system_have_their_kind() {
        let of = |kind: ErrorKind| WriteError::of(Path::new("x"), kind.into()).id();
        assert_eq!(of(ErrorKind::PermissionDenied), "permission");
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), "permission");
        assert_eq!(of(ErrorKind::QuotaExceeded), "disk-full");
        assert_eq!(of(ErrorKind::BrokenPipe), "io");
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
