package io.sightline.inference;

import io.sightline.claim.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;

/**
 * Identity of a model version: the hash of the sorted lines {@code <file sha256> <relative path>}, each with its end.
 */
final class ArtifactHash {
    private ArtifactHash() {}

    /** Over every file below the folder, since any of them may be the model's external data; hidden files excepted. */
    static Sha256 of(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var relative = folder.relativize(file).toString().replace('\\', '/');
                if (!relative.startsWith(".") && !relative.contains("/.")) {
                    lines.add(ofFile(file) + "  " + relative + "\n");
                }
            }
        }
        Collections.sort(lines);
        return Sha256.of(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static Sha256 ofFile(Path file) throws IOException {
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, digest);
            return Sha256.ofDigest(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
