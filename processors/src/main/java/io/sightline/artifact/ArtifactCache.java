package io.sightline.artifact;

import io.sightline.claim.Sha256;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts on the local disk, a folder for each, named by its hash. Several processes may share it.
 *
 * <p>An artifact appears whole or not at all: it is fetched into a folder of its own, whose name says how much room it
 * will take, and which is renamed. When there is no room, those are removed that nobody uses, the least recently used
 * first; each process marks those that it uses, and marks that are not renewed for some minutes, because their process
 * has ended, count no more. To lose one that is used all the same does no harm to a model in memory.
 */
public final class ArtifactCache {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactCache.class);

    private final CacheFolder folder;
    private final long limit;
    private final ArtifactSource source;
    private final Map<Sha256, Integer> users = new HashMap<>();
    /** What is held by whoever fetches an artifact. */
    private final Map<Sha256, Object> fetches = new ConcurrentHashMap<>();
    /** Compared with their hashes since this process has started. */
    private final Set<Sha256> verified = ConcurrentHashMap.newKeySet();

    /**
     * @param folder is made when it is not there
     * @param limit most bytes of all artifacts together
     */
    public ArtifactCache(Path folder, long limit, ArtifactSource source, Clock clock) {
        this.folder = new CacheFolder(folder, clock);
        this.limit = limit;
        this.source = source;
    }

    /**
     * Refuses what would never find room.
     *
     * @param size length of an artifact in bytes
     * @throws PermanentFailure MODEL_UNKNOWN with both sizes and the setting
     */
    public void requireRoom(long size) {
        if (size > limit) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "the files of the version have " + size + " bytes, and sightline.artifacts.cache-limit is " + limit
                            + " bytes; raise it, or make the model smaller");
        }
    }

    /**
     * The artifact, fetched if it is not there.
     *
     * @param wanted as in {@link ArtifactSource#fetch}
     * @throws Failure as {@link ArtifactSource#fetch}, MODEL_UNKNOWN when there never is room for it, and OVERLOADED
     *     when there is none now
     */
    public CachedArtifact use(Artifact artifact, BooleanSupplier wanted) {
        requireRoom(artifact.size());
        var sha256 = artifact.sha256();
        hold(sha256);
        try {
            // What others of this process fetch already is not fetched twice.
            synchronized (fetches.computeIfAbsent(sha256, added -> new Object())) {
                if (!isWhole(artifact)) {
                    fetch(artifact, wanted);
                    folder.mark(sha256);
                }
            }
            return new CachedArtifact(folder.of(sha256), () -> release(sha256));
        } catch (IOException e) {
            release(sha256);
            throw LocalDisk.failure(folder.path(), e);
        } catch (RuntimeException e) {
            release(sha256);
            throw e;
        }
    }

    /** The artifact, when it is there and whole. */
    public Optional<CachedArtifact> find(Artifact artifact) {
        var sha256 = artifact.sha256();
        hold(sha256);
        if (isWhole(artifact)) {
            return Optional.of(new CachedArtifact(folder.of(sha256), () -> release(sha256)));
        }
        release(sha256);
        return Optional.empty();
    }

    /** Tells other processes that this one uses what it uses; to be called once a minute. */
    public void keepMarks() {
        Set<Sha256> used;
        synchronized (users) {
            used = Set.copyOf(users.keySet());
        }
        used.forEach(folder::mark);
    }

    private void hold(Sha256 sha256) {
        synchronized (users) {
            users.merge(sha256, 1, Integer::sum);
        }
        folder.mark(sha256);
    }

    private void release(Sha256 sha256) {
        synchronized (users) {
            if (users.merge(sha256, -1, Integer::sum) > 0) {
                return;
            }
            users.remove(sha256);
        }
        folder.unmark(sha256);
    }

    private boolean isWhole(Artifact artifact) {
        var sha256 = artifact.sha256();
        var place = folder.of(sha256);
        if (!Files.isDirectory(place)) {
            return false;
        }
        if (verified.contains(sha256)) {
            return true;
        }
        if (holds(place, artifact)) {
            verified.add(sha256);
            return true;
        }
        LOG.atWarn()
                .addKeyValue("folder", place)
                .log(
                        "the files of a model version are not what they were when they were fetched; they are fetched again");
        folder.remove(place);
        return false;
    }

    private static boolean holds(Path place, Artifact artifact) {
        try {
            return Artifact.of(place).equals(artifact);
        } catch (IOException | IllegalArgumentException e) {
            // Another process has removed it meanwhile, or all of its files are gone.
            return false;
        }
    }

    private void fetch(Artifact artifact, BooleanSupplier wanted) throws IOException {
        var place = folder.of(artifact.sha256());
        var unfinished = takeRoom(artifact.size());
        try {
            source.fetch(artifact, unfinished, wanted);
            Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(place)) {
                throw e;
            }
            // Another process or thread was first.
            if (!isWhole(artifact)) {
                throw new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE, "the folder " + place + " held something else", e);
            }
        } finally {
            folder.remove(unfinished);
        }
        verified.add(artifact.sha256());
    }

    /** A folder to fetch into. What is fetched beside it has the room that it needs too; nothing is removed in vain. */
    private synchronized Path takeRoom(long size) throws IOException {
        folder.removeRemains();
        var entries = folder.entries();
        var taken = folder.expected()
                + entries.stream().mapToLong(CacheFolder.Entry::size).sum();
        var unused = entries.stream().filter(entry -> !isUsed(entry)).toList();
        var needed = taken - unused.stream().mapToLong(CacheFolder.Entry::size).sum();
        if (needed + size > limit) {
            throw new TransientFailure(
                    FailureCode.OVERLOADED,
                    "the files of the version have " + size + " bytes, and of the " + limit
                            + " bytes of sightline.artifacts.cache-limit " + needed
                            + " are those of versions in use or being fetched; where that stays so, raise it: two"
                            + " versions of each model need room");
        }
        for (var entry : unused) {
            if (taken + size <= limit) {
                break;
            }
            LOG.atInfo()
                    .addKeyValue("sha256", entry.sha256())
                    .addKeyValue("bytes", entry.size())
                    .log("a model version that nothing uses was removed from the local disk");
            verified.remove(entry.sha256());
            folder.remove(folder.of(entry.sha256()));
            taken -= entry.size();
        }
        return folder.begin(size);
    }

    private boolean isUsed(CacheFolder.Entry entry) {
        synchronized (users) {
            return entry.marked() || users.containsKey(entry.sha256());
        }
    }
}
