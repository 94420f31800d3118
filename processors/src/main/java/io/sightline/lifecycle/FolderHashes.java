package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Hashes of folders, computed anew only when a file of one has another size, time or number than before. */
final class FolderHashes {
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, String> facts, Artifact artifact) {}

    Artifact of(Path folder) throws IOException {
        var facts = facts(folder);
        var before = known.get(folder);
        if (before != null && before.facts().equals(facts)) {
            return before.artifact();
        }
        var artifact = Artifact.of(folder);
        known.put(folder, new Known(facts, artifact));
        return artifact;
    }

    private static Map<String, String> facts(Path folder) throws IOException {
        var facts = new TreeMap<String, String>();
        for (var path : Artifact.paths(folder)) {
            var file = Files.readAttributes(folder.resolve(path), BasicFileAttributes.class);
            facts.put(path, file.size() + " " + file.lastModifiedTime() + " " + file.fileKey());
        }
        return facts;
    }
}
