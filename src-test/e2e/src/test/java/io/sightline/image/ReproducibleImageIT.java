package io.sightline.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second build, of the same sources in another folder, on the same base. */
@Tag("slow")
class ReproducibleImageIT {
    private static final Path REPOSITORY = Path.of("..", "..");
    private static final Path MAVEN = Path.of(System.getProperty("maven.home"), "bin", "mvn");

    @Test
    void hasTheSameDigestAgainAndMovesOneSmallLayerWhenARouteChanges(@TempDir Path folder) throws Exception {
        // Given
        run(
                folder,
                "bash",
                "-c",
                "tar -C '" + REPOSITORY.toRealPath() + "' --exclude=target --exclude=.git -c . | tar -x");
        copyBase(folder);
        // When
        build(folder);
        // Then
        var former = ImageArchive.read(tar(folder));
        assertThat(digest(folder)).isEqualTo(digest(REPOSITORY));

        // When
        var route = folder.resolve(Path.of("routes", "camel", "ingest-frames.camel.yaml"));
        Files.writeString(route, "# Another line.\n", StandardOpenOption.APPEND);
        build(folder);
        // Then
        var moved = ImageArchive.read(tar(folder)).layers().stream()
                .filter(layer -> former.layers().stream()
                        .noneMatch(known -> known.digest().equals(layer.digest())))
                .toList();
        assertThat(moved)
                .singleElement()
                .satisfies(layer -> assertThat(layer.size()).isLessThan(100 * 1024));
        assertThat(moved.get(0).files()).contains("/app/sightline-routes.jar");
    }

    /** The base is not what is tried here, and Java writes its archive of shared classes otherwise each time. */
    private static void copyBase(Path folder) throws IOException {
        var image = Files.createDirectories(tar(folder).getParent());
        try (var bases = Files.newDirectoryStream(tar(REPOSITORY).getParent(), "base-*.tar")) {
            for (var base : bases) {
                Files.copy(base, image.resolve(base.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void build(Path folder) throws IOException, InterruptedException {
        run(
                folder,
                MAVEN.toString(),
                "-B",
                "-ntp",
                "pre-integration-test",
                "-DskipTests",
                "-pl",
                "schemas,processors,kamelets,routes",
                "-am");
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        var log = Path.of("target", "second-build.log").toFile();
        var process = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        assertThat(process.waitFor()).as("see %s", log).isZero();
    }

    private static Path tar(Path repository) {
        return repository.resolve(Path.of("routes", "target", "image", "tested.tar"));
    }

    private static String digest(Path repository) throws IOException {
        return Files.readString(tar(repository).resolveSibling("tested.digest"));
    }
}
