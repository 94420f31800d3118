package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFolderTest {
    private Path place;
    private RoutesFolder folder;

    @BeforeEach
    void look(@TempDir Path place) {
        this.place = place;
        folder = new RoutesFolder(place, Clock.systemUTC());
    }

    @Test
    void takesAFileThatTwoLooksFindTheSame() throws IOException {
        write("a.camel.yaml", "half");
        assertThat(folder.look()).isEmpty();
        assertThat(folder.isSettled()).isFalse();

        write("a.camel.yaml", "half and half");
        assertThat(folder.look()).isEmpty();
        assertThat(folder.isSettled()).isFalse();

        assertThat(texts()).containsExactly("half and half");
        assertThat(folder.isSettled()).isTrue();
    }

    @Test
    void countsAFileAsItWasUntilItsChangeIsOver() throws IOException {
        write("a.camel.yaml", "one");
        folder.look();
        folder.look();

        write("a.camel.yaml", "longer");

        assertThat(texts()).containsExactly("one");
        assertThat(texts()).containsExactly("longer");
    }

    @Test
    void noticesAChangeThatSizeAndTimeDoNotShow() throws IOException {
        // Given
        var file = write("a.camel.yaml", "one");
        var time = Files.getLastModifiedTime(file);
        folder.look();
        folder.look();
        // When
        write("a.camel.yaml", "two");
        Files.setLastModifiedTime(file, time);
        // Then
        assertThat(texts()).containsExactly("two");
    }

    @Test
    void forgetsAFileThatTwoLooksMiss() throws IOException {
        var file = write("a.camel.yaml", "one");
        folder.look();
        folder.look();

        Files.delete(file);

        assertThat(folder.look()).hasSize(1);
        assertThat(folder.isSettled()).isFalse();
        assertThat(folder.look()).isEmpty();
        assertThat(folder.isSettled()).isTrue();
    }

    @Test
    void noticesTheSwapOfAConfigMap() throws IOException {
        // Given
        var one = Files.createDirectory(place.resolve("..2026_1"));
        var two = Files.createDirectory(place.resolve("..2026_2"));
        Files.writeString(one.resolve("a.camel.yaml"), "one");
        Files.writeString(two.resolve("a.camel.yaml"), "two");
        Files.setLastModifiedTime(two.resolve("a.camel.yaml"), Files.getLastModifiedTime(one.resolve("a.camel.yaml")));
        Files.createSymbolicLink(place.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(place.resolve("a.camel.yaml"), Path.of("..data", "a.camel.yaml"));
        folder.look();
        assertThat(texts()).containsExactly("one");
        // When
        Files.createSymbolicLink(place.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(place.resolve("..data_tmp"), place.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        folder.look();
        // Then
        assertThat(texts()).containsExactly("two");
    }

    @Test
    void followsAFolderThatIsALink() throws IOException {
        // Given
        var one = Files.createDirectory(place.resolve("one"));
        var two = Files.createDirectory(place.resolve("two"));
        Files.writeString(one.resolve("a.camel.yaml"), "one");
        Files.writeString(two.resolve("a.camel.yaml"), "two, which is longer");
        var link = Files.createSymbolicLink(place.resolve("link"), one);
        folder = new RoutesFolder(link, Clock.systemUTC());
        folder.look();
        assertThat(texts()).containsExactly("one");
        // When
        Files.delete(link);
        Files.createSymbolicLink(link, two);
        folder.look();
        // Then
        assertThat(texts()).containsExactly("two, which is longer");
        assertThat(folder.look())
                .singleElement()
                .satisfies(file -> assertThat(file.name())
                        .isEqualTo(link.resolve("a.camel.yaml").toString()));
    }

    /** A folder that is away for a moment, such as a mount, is no folder without files. */
    @Test
    void failsWithoutItsFolderAndKnowsTheFilesWhenItIsBack() throws IOException {
        // Given
        var moved = place.resolveSibling(place.getFileName() + "-away");
        write("a.camel.yaml", "one");
        folder.look();
        assertThat(texts()).containsExactly("one");
        // When
        Files.move(place, moved);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> folder.look());
        Files.move(moved, place);
        // Then
        assertThat(texts()).containsExactly("one");
    }

    /** As a ConfigMap is mounted whose items have a path: the folder is a link, like a file. */
    @Test
    void followsAFolderInItThatIsALink() throws IOException {
        var data = Files.createDirectories(place.resolve("..2026_1").resolve("sub"));
        Files.writeString(data.resolve("a.camel.yaml"), "one");
        Files.createSymbolicLink(place.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(place.resolve("sub"), Path.of("..data", "sub"));
        Files.createSymbolicLink(data.resolve("back"), place);
        folder.look();

        assertThat(folder.look())
                .singleElement()
                .satisfies(file -> assertThat(file.name())
                        .isEqualTo(place.resolve("sub/a.camel.yaml").toString()));
    }

    /** Linux lets nobody read the beginning of this one, whoever he is. */
    @Test
    void readsTheOthersBesideOneThatCannotBeRead() throws IOException {
        Files.createSymbolicLink(place.resolve("a.camel.yaml"), Path.of("/proc/self/mem"));
        write("b.camel.yaml", "readable");
        folder.look();

        assertThat(texts()).containsExactly("readable");
        assertThat(folder.unreadable()).containsExactly(place.resolve("a.camel.yaml"));
    }

    private List<String> texts() throws IOException {
        return folder.look().stream()
                .map(file -> new String(file.content(), StandardCharsets.UTF_8))
                .toList();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(place.resolve(name), text);
    }
}
