package io.sightline.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks again and again at a folder of routes. A file counts as it is when two looks have found it the same, so that
 * one that is just being written does not; until then it counts as it was. Links are followed: where Kubernetes swaps
 * the folder behind them, as it does with ConfigMaps, that is seen.
 */
public final class RoutesFolder {
    /** Two changes within the grain of a file system's clock look like one; what is this young is read again. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private final Path folder;
    private final Clock clock;
    private Map<Path, Stamp> seen = Map.of();
    private final Map<Path, Taken> taken = new TreeMap<>();
    private final Set<Path> unreadable = new TreeSet<>();

    public RoutesFolder(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * The files of routes as they count now, by name.
     *
     * @throws IOException when the folder itself cannot be read; what counted before still does
     */
    public List<SourceFile> look() throws IOException {
        var present = new HashMap<Path, Stamp>();
        var below = SourceFiles.below(folder, SourceFiles::mayBeOne);
        unreadable.clear();
        unreadable.addAll(below.unreadable());
        for (var path : below.files()) {
            stamp(path).ifPresent(stamp -> present.put(path, stamp));
        }
        for (var entry : present.entrySet()) {
            var path = entry.getKey();
            var stamp = entry.getValue();
            var former = taken.get(path);
            boolean isTaken = former != null && former.stamp().equals(stamp) && !former.mayBeStale();
            if (!isTaken && stamp.equals(seen.get(path))) {
                take(path, stamp);
            }
        }
        // An editor that saves by renaming takes the file away for a moment.
        taken.keySet().removeIf(path -> !present.containsKey(path) && !seen.containsKey(path) && !isUnreadable(path));
        seen = present;
        return taken.values().stream().filter(Taken::isOne).map(Taken::file).toList();
    }

    /** Whether the last look found nothing that the next one has to confirm. */
    public boolean isSettled() {
        return seen.keySet().stream().allMatch(path -> taken.containsKey(path) || isUnreadable(path))
                && taken.entrySet().stream()
                        .allMatch(entry -> entry.getValue().stamp().equals(seen.get(entry.getKey()))
                                || isUnreadable(entry.getKey()));
    }

    /** What could not be read at the last look; what counted of it before still does. */
    public Set<Path> unreadable() {
        return Set.copyOf(unreadable);
    }

    private boolean isUnreadable(Path path) {
        return unreadable.stream().anyMatch(path::startsWith);
    }

    /** One that was written while it was read is taken by a later look. */
    private void take(Path path, Stamp stamp) {
        try {
            var now = clock.instant();
            var file = SourceFile.read(path);
            if (stamp(path).equals(Optional.of(stamp))) {
                taken.put(path, new Taken(file, SourceFiles.isOne(file), stamp, now));
            }
        } catch (NoSuchFileException gone) {
            // The next look says so.
        } catch (IOException e) {
            unreadable.add(path);
        }
    }

    private Optional<Stamp> stamp(Path path) {
        try {
            return Optional.of(Stamp.of(path));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            unreadable.add(path);
            return Optional.empty();
        }
    }

    /** What tells a change without reading: the file behind the links, its size and when it was written. */
    private record Stamp(Path real, long size, FileTime written) {
        static Stamp of(Path path) throws IOException {
            return new Stamp(path.toRealPath(), Files.size(path), Files.getLastModifiedTime(path));
        }
    }

    private record Taken(SourceFile file, boolean isOne, Stamp stamp, Instant read) {
        boolean mayBeStale() {
            return read.isBefore(stamp.written().toInstant().plus(GRAIN));
        }
    }
}
