package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFoldersTest {
    /** Another process that has a folder, until it is killed. */
    static final class Neighbour {
        private Neighbour() {}

        public static void main(String[] arguments) throws IOException {
            try (var folder = new WorkFolders(Path.of(arguments[0])).make()) {
                Files.writeString(folder.path().resolve("model.onnx"), "in use");
                System.out.println("made");
                System.out.flush();
                // Until it is killed: nobody writes there.
                var unused = System.in.read();
            }
        }
    }

    @Test
    void aFolderIsEmptyAndNothingIsLeftOfIt(@TempDir Path place) throws IOException {
        var folders = new WorkFolders(place.resolve("work"));
        try (var folder = folders.make()) {
            assertThat(folder.path()).isEmptyDirectory();
            Files.writeString(folder.path().resolve("model.onnx"), "some");
        }
        assertThat(place.resolve("work")).isEmptyDirectory();
    }

    @Test
    void whatIsInUseHereStaysHoweverManyAreMade(@TempDir Path place) throws IOException {
        var folders = new WorkFolders(place);
        try (var first = folders.make();
                var second = folders.make()) {
            Files.writeString(first.path().resolve("model.onnx"), "in use");
            try (var third = folders.make()) {
                assertThat(first.path().resolve("model.onnx")).exists();
                assertThat(second.path()).exists().isNotEqualTo(third.path());
            }
            // And is locked still
            var lock = place.resolve(first.path().getFileName() + ".lock");
            assertThat(lock).exists();
        }
    }

    @Test
    void aFolderThatIsGoneAlreadyEnds(@TempDir Path place) throws IOException {
        var folders = new WorkFolders(place);
        try (var folder = folders.make()) {
            Files.delete(folder.path());
        }
        assertThat(place).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAtOnceAndNotBefore(@TempDir Path place) throws Exception {
        var folders = new WorkFolders(place);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Neighbour.class.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            assertThat(said.read()).isEqualTo('m');
            try (var folder = folders.make()) {
                assertThat(folders(place)).hasSize(2);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(folders(place)).hasSize(1);

        try (var folder = folders.make()) {
            assertThat(folders(place)).containsExactly(folder.path());
        }
        assertThat(place).isEmptyDirectory();
    }

    /** It was killed before the folder was there. */
    @Test
    void aLockWithoutAFolderIsRemoved(@TempDir Path place) throws IOException {
        Files.createFile(place.resolve("promotion-1.lock"));

        try (var folder = new WorkFolders(place).make()) {
            assertThat(place.resolve("promotion-1.lock")).doesNotExist();
        }
    }

    private static List<Path> folders(Path place) throws IOException {
        try (var all = Files.list(place)) {
            return all.filter(Files::isDirectory).toList();
        }
    }
}
