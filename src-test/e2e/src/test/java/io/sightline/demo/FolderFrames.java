package io.sightline.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Own pictures from a folder and the folders below it, in the order of their paths, the sources taking turns. A broken
 * picture is sent like any other: what becomes of it is the pipeline's business.
 */
public final class FolderFrames implements DemoFrames {
    private static final Map<String, String> MEDIA_TYPES =
            Map.of("jpg", "image/jpeg", "jpeg", "image/jpeg", "png", "image/png", "webp", "image/webp");

    private final Path folder;
    private final List<Path> pictures;
    private final List<String> notes;
    private final int count;
    private final List<String> sources;

    /**
     * Finds the pictures; reads none.
     *
     * @param count how many frames to send, starting again at the first picture when they run out; by default each
     *     picture once
     * @param maxBytes longest picture that the topic takes; longer ones cannot be sent and are left out
     * @throws IllegalArgumentException when there is no such folder or no picture in it
     */
    public FolderFrames(Path folder, OptionalInt count, List<String> sources, long maxBytes) {
        this.folder = folder;
        var found = find(folder);
        this.pictures = found.stream()
                .filter(file -> file.toFile().length() <= maxBytes)
                .toList();
        this.notes = found.stream()
                .filter(file -> file.toFile().length() > maxBytes)
                .map(file -> "%s is left out: it has more than %d bytes, the most that a record of the topic may have."
                        .formatted(folder.relativize(file), maxBytes))
                .toList();
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException(
                    "sightline.demo.folder is \"%s\", in which there is no picture: it needs files that end in .jpg, .jpeg, .png or .webp and have at most %d bytes"
                            .formatted(folder, maxBytes));
        }
        this.count = count.orElse(pictures.size());
        this.sources = List.copyOf(sources);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public DemoFrame frame(int number) throws IOException {
        var picture = pictures.get(number % pictures.size());
        var source = sources.get(number % sources.size());
        return new DemoFrame(
                source,
                number / sources.size(),
                folder.relativize(picture).toString(),
                mediaType(picture),
                Files.readAllBytes(picture),
                Optional.empty());
    }

    private static List<Path> find(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "sightline.demo.folder is \"" + folder
                            + "\", which is not a folder: give the path of a folder with pictures, or leave it out for drawn ones");
        }
        try (var files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> MEDIA_TYPES.containsKey(extension(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list sightline.demo.folder \"" + folder + "\"", e);
        }
    }

    private static String mediaType(Path picture) {
        return MEDIA_TYPES.getOrDefault(extension(picture), "application/octet-stream");
    }

    private static String extension(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
