package io.sightline.lifecycle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Folders in which files of versions lie while they are tried. Beside each lies a file of the same name that its
 * process has locked: what nobody has locked any more was left by a process that was killed, and goes before the next
 * folder is made. Several processes may share the place.
 */
final class WorkFolders {
    private static final String LOCK = ".lock";

    private final Path place;
    /**
     * Lock files of this process, which must not even be opened a second time: with that the operating system would
     * give up their locks.
     */
    private final Set<Path> own = new HashSet<>();

    WorkFolders(Path place) {
        this.place = place;
    }

    /** A folder of one try; it is gone when this is closed. */
    final class WorkFolder implements AutoCloseable {
        private final Path path;
        private final Path lock;
        private final FileChannel channel;

        private WorkFolder(Path path, Path lock, FileChannel channel) {
            this.path = path;
            this.lock = lock;
            this.channel = channel;
        }

        Path path() {
            return path;
        }

        @Override
        public void close() throws IOException {
            synchronized (WorkFolders.this) {
                try (channel) {
                    Folders.remove(path);
                    Files.deleteIfExists(lock);
                } finally {
                    own.remove(lock);
                }
            }
        }
    }

    /** Makes an empty folder, after what others have left was removed. */
    synchronized WorkFolder make() throws IOException {
        Folders.make(place);
        for (var lock : locks()) {
            if (!own.contains(lock)) {
                removeRemains(lock);
            }
        }
        var path = place.resolve("promotion-" + UUID.randomUUID());
        var lock = place.resolve(path.getFileName() + LOCK);
        var channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        own.add(lock);
        if (channel.tryLock() == null) {
            own.remove(lock);
            channel.close();
            throw new IOException("another process has just taken " + lock + " for something that was left");
        }
        Files.createDirectory(path);
        return new WorkFolder(path, lock, channel);
    }

    private List<Path> locks() throws IOException {
        try (var files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(LOCK)).toList();
        }
    }

    private static void removeRemains(Path lock) throws IOException {
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return;
            }
            var name = String.valueOf(lock.getFileName());
            Folders.remove(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())));
            Files.deleteIfExists(lock);
        } catch (NoSuchFileException e) {
            // Its process, or another one that sweeps, was first.
            return;
        }
    }
}
