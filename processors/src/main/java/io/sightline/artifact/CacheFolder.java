package io.sightline.artifact;

import io.sightline.claim.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a cache. Inside of an artifact's folder lie hidden files: {@code .used}, whose time says when it was
 * used last, and {@code .user-<id>} of each process that uses it.
 */
final class CacheFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
    private static final Pattern ARTIFACT = Pattern.compile("[0-9a-f]{64}");
    private static final String USED = ".used";
    private static final String USER = ".user-";
    private static final String UNFINISHED = ".fetch-";
    /** How many bytes its fetch is to bring, so that other fetches leave it that room. */
    private static final Pattern FETCH = Pattern.compile("\\.fetch-(\\d{1,18})-.*");

    private static final String REMOVED = ".gone-";
    /** Ten times as long as a process takes to renew its marks. */
    private static final Duration MARK_COUNTS = Duration.ofMinutes(10);
    /** Longer than a fetch writes nothing: a request for a piece of a file has its time to end in. */
    private static final Duration REMAINS_AFTER = Duration.ofMinutes(10);

    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Clock clock;
    private final String mark = USER + UUID.randomUUID();

    CacheFolder(Path path, Clock clock) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
    }

    /**
     * An artifact that lies there.
     *
     * @param size length of its files in bytes
     * @param marked whether another process uses it
     */
    record Entry(Sha256 sha256, long size, Instant lastUsed, boolean marked) {}

    Path path() {
        return path;
    }

    Path of(Sha256 sha256) {
        return path.resolve(sha256.hex());
    }

    /**
     * An empty folder beside the artifacts.
     *
     * @param size bytes that it is to hold
     */
    Path begin(long size) throws IOException {
        return Files.createTempDirectory(made(), UNFINISHED + size + "-");
    }

    /** Bytes that fetches are to bring which are under way, by whatever process. */
    long expected() throws IOException {
        long bytes = 0;
        for (var child : children()) {
            var fetch = FETCH.matcher(String.valueOf(child.getFileName()));
            bytes += fetch.matches() ? Long.parseLong(fetch.group(1)) : 0;
        }
        return bytes;
    }

    /** Says that this process uses the artifact, when it is there. */
    void mark(Sha256 sha256) {
        touch(sha256, mark);
        touch(sha256, USED);
    }

    void unmark(Sha256 sha256) {
        touch(sha256, USED);
        delete(of(sha256).resolve(mark));
    }

    /** All artifacts, the least recently used first. */
    List<Entry> entries() throws IOException {
        var entries = new ArrayList<Entry>();
        for (var child : children()) {
            var name = String.valueOf(child.getFileName());
            if (ARTIFACT.matcher(name).matches()) {
                entries.add(entry(new Sha256(name), child));
            }
        }
        entries.sort(Comparator.comparing(Entry::lastUsed));
        return entries;
    }

    private Entry entry(Sha256 sha256, Path folder) throws IOException {
        long size = 0;
        var lastUsed = Instant.EPOCH;
        var marked = false;
        for (var file : files(folder)) {
            var name = String.valueOf(file.getFileName());
            if (!name.startsWith(".")) {
                size += size(file);
                continue;
            }
            var time = time(file);
            lastUsed = time.isAfter(lastUsed) ? time : lastUsed;
            if (name.startsWith(USER) && !name.equals(mark)) {
                if (isOlder(time, MARK_COUNTS)) {
                    delete(file);
                } else {
                    marked = true;
                }
            }
        }
        return new Entry(sha256, size, lastUsed, marked);
    }

    /** Removes what processes have left that ended in the middle of a fetch or a removal. */
    void removeRemains() throws IOException {
        for (var child : children()) {
            var name = String.valueOf(child.getFileName());
            if ((name.startsWith(UNFINISHED) || name.startsWith(REMOVED)) && isOlder(newest(child), REMAINS_AFTER)) {
                delete(child);
            }
        }
    }

    private Instant newest(Path folder) throws IOException {
        var newest = time(folder);
        for (var file : files(folder)) {
            var time = time(file);
            newest = time.isAfter(newest) ? time : newest;
        }
        return newest;
    }

    private boolean isOlder(Instant time, Duration age) {
        return time.isBefore(clock.instant().minus(age));
    }

    /** It vanishes at once, and its files after that. */
    void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        var gone = path.resolve(REMOVED + UUID.randomUUID());
        try {
            Files.move(folder, gone);
        } catch (IOException e) {
            complain(folder, e);
            return;
        }
        delete(gone);
    }

    /** Nobody else is to put files there, such as into the folder for temporary files. */
    private Path made() throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWN))
                : Files.createDirectories(path);
    }

    private List<Path> children() throws IOException {
        try (var children = Files.list(made())) {
            return children.toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList();
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Another process removes it.
            return List.of();
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static Instant time(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    private void touch(Sha256 sha256, String name) {
        if (!Files.isDirectory(of(sha256))) {
            return;
        }
        var file = of(sha256).resolve(name);
        try {
            if (Files.notExists(file)) {
                Files.createFile(file);
            }
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            complain(file, e);
        }
    }

    private static void delete(Path place) {
        try (var found = Files.walk(place)) {
            for (var file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // There is nothing to delete.
            return;
        } catch (IOException | UncheckedIOException e) {
            complain(place, e);
        }
    }

    private static void complain(Path place, Exception cause) {
        LOG.atWarn()
                .addKeyValue("place", place)
                .addKeyValue("cause", cause.toString())
                .log("the cache of model versions cannot be kept in order; look at sightline.artifacts.cache");
    }
}
