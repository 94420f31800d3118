package io.sightline.lifecycle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one version where its registry keeps them, by paths inside of the version's folder.
 *
 * <p>Every method throws a {@link io.sightline.failure.Failure}: NOT_FOUND when there is nothing, and anything else
 * when it is not known what there is.
 */
interface VersionFiles {
    /** Lengths in bytes by path; empty where nobody can say which files there are. */
    Optional<Map<String, Long>> list();

    /**
     * Reads a file to a place where there is none yet, in a folder that is there.
     *
     * @param most bytes that it may have
     * @return false when it has more, and nothing is read
     */
    boolean download(String path, Path target, long most);
}
