package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.FolderLaunch.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLaunchTest {
    @Test
    void aVersionIsWholeWhenItAppearsAndAnEarlierRunLeavesNone(@TempDir Path folder) throws Exception {
        // Given
        var former = new Draft("former", Files.createDirectories(folder.resolve("former")));
        var next = new Draft("next", Files.createDirectories(folder.resolve("next")));
        Files.writeString(former.folder().resolve("model.onnx"), "former");
        Files.writeString(next.folder().resolve("model.onnx"), "next");
        var model = folder.resolve("model");
        FolderLaunch.prepare("mine", model, former, next).begin();
        // When
        var launch = FolderLaunch.prepare("mine", model, former, next);
        // Then
        assertThat(launch.settings()).containsEntry("sightline.models.mine.path", model.toString());
        assertThat(model.resolve("1/model.onnx")).hasContent("former");
        assertThat(model.resolve("2")).doesNotExist();
        // When
        launch.begin();
        // Then
        assertThat(model.resolve(launch.next().version()).resolve("model.onnx")).hasContent("next");
    }
}
