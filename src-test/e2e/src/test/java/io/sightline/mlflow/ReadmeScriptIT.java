package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.MlflowServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines for data scientists, as a person pastes them. Needs Python with venv. */
@Tag("slow")
@ExtendWith(RunningMlflow.class)
class ReadmeScriptIT {
    private static final String MODEL = "parcels";
    private static final Path CHECKOUT = Path.of("..", "..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\\n(.*?)^```$");

    private final MlflowServer server;

    ReadmeScriptIT(MlflowServer server) {
        this.server = server;
    }

    /** Others look at this server too, and would serve it. */
    @AfterEach
    void deleteTheModel() throws Exception {
        DataScientist.at(server).delete(MODEL);
    }

    @Test
    void registersAVersionThatIsToServe(@TempDir Path folder) throws Exception {
        // Given
        var blocks = blocks();
        assertThat(blocks).hasSize(2);
        var script = blocks.get(1).replace("http://localhost:5000", server.url());
        var pasted = Files.writeString(folder.resolve("pasted.py"), script);
        var written = folder.resolve("written.txt");
        // When: the last line of the shell starts Python, which reads as it does from a keyboard
        var process = new ProcessBuilder("sh", "-e", "-c", blocks.get(0).strip() + " -i")
                .directory(CHECKOUT.toFile())
                .redirectInput(pasted.toFile())
                .redirectErrorStream(true)
                .redirectOutput(written.toFile())
                .start();
        var inTime = process.waitFor(10, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        var status = process.destroyForcibly().waitFor();
        // Then
        assertThat(inTime).as(Files.readString(written)).isTrue();
        assertThat(status).as(Files.readString(written)).isZero();
        var client = Artifacts.client(server);
        assertThat(client.served())
                .as(Files.readString(written))
                .extracting(RegisteredModel::name)
                .contains(MODEL);
        var version = client.version(MODEL, client.model(MODEL).aliases().getOrDefault("champion", "none"));
        assertThat(version.runId()).isNotBlank();
        assertThat(Artifacts.download(client, version, folder.resolve("version")))
                .containsKeys("MLmodel", "model.onnx");
    }

    private static List<String> blocks() throws IOException {
        var readme = Files.readString(CHECKOUT.resolve("README.md"));
        var part = readme.substring(
                readme.indexOf("<!-- data scientist: begin -->"), readme.indexOf("<!-- data scientist: end -->"));
        return BLOCK.matcher(part).results().map(block -> block.group(1)).toList();
    }
}
