package io.sightline.devstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/** The folder of one stack's data, held by one process at a time. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final boolean kept;
    private final FileChannel held;

    private DataFolder(Path folder, boolean kept, FileChannel held) {
        this.folder = folder;
        this.kept = kept;
        this.held = held;
    }

    /** Takes the folder, and waits for the servers of a former run that are still stopping. */
    static DataFolder open(Path folder, boolean kept) {
        try {
            Files.createDirectories(folder.resolve("tmp"));
            if (!kept) {
                removeRemainsBeside(folder);
            }
            var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new DevStackException("Another development stack uses " + folder + "; stop it first");
            }
            ServerProcess.awaitPredecessors(folder);
            return new DataFolder(folder, kept, channel);
        } catch (IOException failure) {
            throw new DevStackException("the data folder " + folder + " cannot be used: " + failure, failure);
        }
    }

    @Override
    public void close() {
        try {
            held.close();
            if (!kept) {
                remove(folder);
            }
        } catch (IOException failure) {
            throw new DevStackException("the data folder " + folder + " cannot be left: " + failure, failure);
        }
    }

    /** Folders are named {@code run-<process id>}, a word behind or not; who was killed needs them no more. */
    private static void removeRemainsBeside(Path folder) throws IOException {
        try (var siblings = Files.list(folder.toAbsolutePath().getParent())) {
            for (var sibling : siblings.filter(DataFolder::isAbandoned).toList()) {
                ServerProcess.awaitPredecessors(sibling);
                remove(sibling);
            }
        }
    }

    private static boolean isAbandoned(Path folder) {
        var name = folder.getFileName().toString();
        return name.matches("run-[0-9]+(-[a-z]+)?")
                && ProcessHandle.of(Long.parseLong(name.replaceAll("[^0-9]", "")))
                        .isEmpty();
    }

    private static void remove(Path folder) throws IOException {
        List<Path> paths;
        try (var tree = Files.walk(folder)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
