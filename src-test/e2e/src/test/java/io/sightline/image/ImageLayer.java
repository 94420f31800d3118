package io.sightline.image;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A layer of an image.
 *
 * @param digest SHA-256 of what is moved, in hexadecimal
 * @param size in bytes, compressed
 * @param entries folders and files, in their order
 */
record ImageLayer(String digest, long size, List<Entry> entries) {
    /** Paths of the files, with a leading slash. */
    Set<String> files() {
        return entries.stream()
                .filter(entry -> !entry.isFolder())
                .map(Entry::path)
                .collect(Collectors.toSet());
    }

    /**
     * A folder or file.
     *
     * @param path from the root, with a leading slash, without a trailing one
     * @param modified time of the last change, in seconds
     */
    record Entry(String path, boolean isFolder, int mode, long user, long group, long modified) {}
}
