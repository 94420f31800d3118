package io.sightline.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that an integrator wrote. */
public final class SourceFile {
    /** Longest file that is judged: 10 MB. */
    public static final int LONGEST = 10_000_000;

    private final String name;
    private final byte[] content;
    private final long size;

    /**
     * A file in memory.
     *
     * @param name as messages show it
     */
    public SourceFile(String name, byte[] content) {
        this(name, content, content.length);
    }

    private SourceFile(String name, byte[] content, long size) {
        this.name = name;
        this.content = content;
        this.size = size;
    }

    /** Reads a file, but no more of it than is judged. */
    public static SourceFile read(Path path) throws IOException {
        try (var input = Files.newInputStream(path)) {
            var content = input.readNBytes(LONGEST + 1);
            return new SourceFile(path.toString(), content, Math.max(content.length, Files.size(path)));
        }
    }

    /** As messages show it. */
    public String name() {
        return name;
    }

    /** Its bytes; of one that is too long, not all of them. Not to be changed. */
    public byte[] content() {
        return content;
    }

    /** Of the whole file, in bytes. */
    long size() {
        return size;
    }

    boolean isTooLong() {
        return size > LONGEST;
    }

    /** The name without folders. */
    String baseName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** Whether both say the same, whatever their names are. */
    public boolean saysTheSameAs(SourceFile other) {
        return size == other.size && Arrays.equals(content, other.content);
    }

    /** Whether both are one file, wherever they are. */
    boolean isSame(SourceFile other) {
        return baseName().equals(other.baseName()) && Arrays.equals(content, other.content);
    }
}
