package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model changes while batches are under way, by the engine's handle; in between one that does not load. */
final class SwappedModel implements Row {
    private static final String MODEL = "small";
    private static final int SWAPS = 6;

    @Override
    public int number() {
        return 17;
    }

    @Override
    public String title() {
        return "model swapped mid-batch, corrupt new model";
    }

    @Override
    public void run(Bench bench) throws Exception {
        var versions = List.of(
                bench.folder().resolve("small"),
                SmallDetector.flat(bench.folder().resolve("other"), SmallDetector.SIDE));
        var corrupt = corrupt(bench.folder().resolve("corrupt"));
        var runtime = LocalRuntime.run(bench.settings());
        bench.endWith(runtime::close);
        var engine = runtime.getBean(InferenceEngine.class);
        try (var load = bench.load(60)) {
            for (int swap = 1; swap <= SWAPS; swap++) {
                bench.awaitMore(bench.random().nextInt(1, 40));
                if (bench.random().nextBoolean()) {
                    assertThatThrownBy(() -> engine.load(new ModelDirectory(MODEL, corrupt, "champion")))
                            .isInstanceOf(PermanentFailure.class);
                }
                engine.load(new ModelDirectory(MODEL, versions.get(swap % versions.size()), "champion"));
            }
            bench.awaitMore(10);
        }
    }

    @Override
    public void check(Bench bench) {
        assertThat(bench.database()
                        .queryForList(
                                "select distinct encode(v.sha256, 'hex') from inference i"
                                        + " join model_version v on v.id = i.model_version_id",
                                String.class))
                .as("versions that rows name")
                .hasSize(2);
    }

    private static Path corrupt(Path folder) throws IOException {
        var version = Files.createDirectories(folder.resolve("1"));
        Files.write(version.resolve("model.onnx"), new byte[] {8, 8, 1, 2, 3});
        return folder;
    }
}
