package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFramesTest {
    private static final List<String> SOURCES = List.of("left", "right");

    private Path folder;

    @BeforeEach
    void fillFolder(@TempDir Path empty) throws IOException {
        folder = empty;
        Files.createDirectories(folder.resolve("deeper/still"));
        Files.write(folder.resolve("b.JPG"), new byte[] {1});
        Files.write(folder.resolve("a.png"), new byte[] {2});
        Files.write(folder.resolve("deeper/still/c.webp"), new byte[] {3});
        Files.writeString(folder.resolve("notes.txt"), "no picture");
    }

    @Test
    void sendsEachPictureOnceInOrderWhenNoNumberIsGiven() throws IOException {
        // When
        var frames = frames(OptionalInt.empty());
        // Then
        assertThat(names(frames)).containsExactly("a.png", "b.JPG", "deeper/still/c.webp");
        assertThat(frames.frame(0).mediaType()).isEqualTo("image/png");
        assertThat(frames.frame(1).mediaType()).isEqualTo("image/jpeg");
        assertThat(frames.frame(2).mediaType()).isEqualTo("image/webp");
        assertThat(frames.frame(2).bytes()).containsExactly(3);
    }

    @Test
    void startsAgainWithTheFirstPictureWhenMoreFramesAreWanted() throws IOException {
        // When
        var frames = frames(OptionalInt.of(5));
        // Then
        assertThat(names(frames)).containsExactly("a.png", "b.JPG", "deeper/still/c.webp", "a.png", "b.JPG");
        assertThat(frames.frame(3).sourceId()).isEqualTo("right");
        assertThat(frames.frame(3).sequence()).isEqualTo(1);
    }

    @Test
    void sendsABrokenPictureAsItIsAndClaimsNoTruth() throws IOException {
        // Given
        Files.writeString(folder.resolve("0-broken.jpg"), "not a picture at all");
        // When
        var frame = frames(OptionalInt.empty()).frame(0);
        // Then
        assertThat(frame.bytes()).asString().isEqualTo("not a picture at all");
        assertThat(frame.truth()).isEmpty();
    }

    @Test
    void leavesOutAndNamesWhatIsTooLongForARecord() throws IOException {
        // Given
        Files.write(folder.resolve("huge.png"), new byte[2000]);
        // When
        var frames = frames(OptionalInt.empty());
        // Then
        assertThat(frames.count()).isEqualTo(3);
        assertThat(frames.notes())
                .containsExactly(
                        "huge.png is left out: it has more than 1000 bytes, the most that a record of the topic may have.");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        // Given
        var missing = folder.resolve("missing");
        // Then
        assertThatThrownBy(() -> new FolderFrames(missing, OptionalInt.empty(), SOURCES, 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sightline.demo.folder is \"" + missing + "\", which is not a folder: give ");
    }

    @Test
    void refusesAFolderWithoutPictures() throws IOException {
        // Given
        var bare = Files.createDirectory(folder.resolve("bare"));
        // Then
        assertThatThrownBy(() -> new FolderFrames(bare, OptionalInt.empty(), SOURCES, 1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bare + "\", in which there is no picture: it needs files that end in .jpg");
    }

    private FolderFrames frames(OptionalInt count) {
        return new FolderFrames(folder, count, SOURCES, 1000);
    }

    private static List<String> names(DemoFrames frames) throws IOException {
        var names = new ArrayList<String>();
        for (var number = 0; number < frames.count(); number++) {
            names.add(frames.frame(number).name());
        }
        return names;
    }
}
