package io.sightline.artifact;

import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The files of one model version. Whatever holds the same files under the same names is the same version, wherever it
 * comes from.
 *
 * @param files sorted by their paths
 */
public record Artifact(List<ArtifactFile> files) {
    /** Where models lie in the object store. */
    public static final String PREFIX = "models/";

    /** @throws IllegalArgumentException when it has no file, or a path twice */
    public Artifact {
        files = files.stream().sorted(Comparator.comparing(ArtifactFile::path)).toList();
        var paths = new HashSet<String>();
        for (var file : files) {
            require(paths.add(file.path()), "the file " + file.path() + " is named twice");
        }
        require(!files.isEmpty(), "an artifact has at least one file");
    }

    /** All files below the folder, since any of them may be the model's external data; hidden files excepted. */
    public static Artifact of(Path folder) throws IOException {
        var files = new ArrayList<ArtifactFile>();
        for (var path : paths(folder)) {
            var file = folder.resolve(path);
            files.add(new ArtifactFile(path, hash(file), Files.size(file)));
        }
        return new Artifact(files);
    }

    /** Paths of the files below the folder that count, with slashes, in no order. */
    public static List<String> paths(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !path.startsWith(".") && !path.contains("/."))
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    /**
     * The artifact that these claims name.
     *
     * @throws IllegalArgumentException when a key is not that of a file of one and the same artifact
     */
    public static Artifact of(List<ClaimRef> claims) {
        var files = new ArrayList<ArtifactFile>();
        for (var claim : claims) {
            var parts = claim.getKey().split("/", 3);
            require(parts.length == 3, "object " + claim.getKey() + " is none of a model's files");
            files.add(
                    new ArtifactFile(parts[2], Sha256.ofDigest(claim.getSha256().bytes()), claim.getSize()));
        }
        var artifact = new Artifact(files);
        for (var claim : claims) {
            require(
                    claim.getKey().startsWith(artifact.prefix()),
                    "object " + claim.getKey() + " is none of artifact " + artifact.sha256());
        }
        return artifact;
    }

    /** Hash of the sorted lines {@code <file sha256> <path>}, each with its end: the identity of the version. */
    public Sha256 sha256() {
        var lines = files.stream()
                .map(file -> file.sha256() + "  " + file.path() + "\n")
                .sorted()
                .toList();
        return Sha256.of(String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** Length of all files together, in bytes. */
    public long size() {
        return files.stream().mapToLong(ArtifactFile::size).sum();
    }

    /** Object key of a file. */
    String key(ArtifactFile file) {
        return prefix() + file.path();
    }

    private String prefix() {
        return PREFIX + sha256() + "/";
    }

    /** Where the files lie in the bucket. */
    public List<ClaimRef> claims(String bucket) {
        return files.stream()
                .map(file -> ClaimRef.newBuilder()
                        .setBucket(bucket)
                        .setKey(key(file))
                        .setSha256(
                                new io.sightline.claim.v1.Sha256(file.sha256().bytes()))
                        .setSize(file.size())
                        .setMediaType("application/octet-stream")
                        .build())
                .toList();
    }

    private static Sha256 hash(Path file) throws IOException {
        try (var digest =
                new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, digest);
            return Sha256.ofDigest(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
