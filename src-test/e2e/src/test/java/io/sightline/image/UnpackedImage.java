package io.sightline.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The tested image as a folder, and the command that starts it there as a container engine would. */
public final class UnpackedImage {
    private static final Path CONTAINER = Path.of("src", "test", "resources", "image", "container.sh");

    private final Path root;
    private final Path cache;
    private final ImageArchive image;

    private UnpackedImage(Path root, Path cache, ImageArchive image) {
        this.root = root;
        this.cache = cache;
        this.image = image;
    }

    /** @param folder is made anew */
    public static UnpackedImage in(Path folder) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(folder);
        var root = Files.createDirectories(folder.resolve("root").toAbsolutePath());
        var cache = Files.createDirectories(folder.resolve("cache").toAbsolutePath());
        // As that of an emptyDir: its user is known to the process alone.
        run("chmod", "777", cache.toString());
        var image = ImageArchive.read(ImageArchive.TESTED);
        var packed = Files.createDirectories(folder.resolve("packed"));
        run("tar", "-xf", ImageArchive.TESTED.toString(), "-C", packed.toString());
        for (var layer : image.layers()) {
            var file = packed.resolve(layer.digest() + ".tar.gz");
            run("tar", "-xzf", file.toString(), "-C", root.toString(), "--warning=no-unknown-keyword");
        }
        FileSystemUtils.deleteRecursively(packed);
        // What every engine adds.
        for (var point : List.of("proc", "dev", "mnt")) {
            Files.createDirectories(root.resolve(point));
        }
        Files.copy(Path.of("/etc/hosts"), root.resolve("etc").resolve("hosts"));
        return new UnpackedImage(root, cache, image);
    }

    /**
     * Starts the image's entry point on a read-only root, as its user where that is possible.
     *
     * @param mounted a folder, which is /mnt there
     */
    public List<String> command(Path mounted) {
        return command(cache.toString(), mounted);
    }

    private List<String> command(String cache, Path mounted) {
        var command = new ArrayList<>(List.of(
                "bash",
                CONTAINER.toString(),
                root.toString(),
                folder().toString(),
                cache,
                mounted.toAbsolutePath().normalize().toString()));
        command.addAll(image.texts("Env"));
        command.add("--");
        command.addAll(image.texts("Entrypoint"));
        return command;
    }

    /** Where its processes start, within it. */
    public Path folder() {
        return Path.of(image.process().get("WorkingDir").textValue());
    }

    /** Where the image lies. */
    public Path root() {
        return root;
    }

    /** What stands in for /var/cache/sightline. */
    public Path cache() {
        return cache;
    }

    /** Runs one of the image's own commands to its end, without a cache; gives what it wrote to its standard output. */
    public String output(Path mounted, String... arguments) throws IOException, InterruptedException {
        var command = Stream.concat(command("", mounted).stream(), Stream.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new UncheckedIOException(new IOException(String.join(" ", command) + " failed:\n" + output));
        }
        return output;
    }
}
