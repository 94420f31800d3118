package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.MlflowServer;
import io.sightline.e2e.TestStack;
import io.sightline.mlflow.DataScientist;
import io.sightline.mlflow.RunningMlflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How long it takes from an alias that moves in MLflow to the first answer by the version; needs Python. */
@Tag("benchmark")
@Tag("promotion")
@ExtendWith({TestStack.class, RunningMlflow.class})
class PromotionAliasIT {
    private static final int ROUNDS = Rounds.count(8);
    private static final int POLL_MILLIS = 15_000;
    private static final String SECRET = "what-MLflow-and-the-API-know";
    private static final String ALIAS = "champion";

    private final Random random = new Random(8);
    private int number;

    @Test
    void aliasesLeadToAnswers(DevStack stack, MlflowServer mlflow, @TempDir Path folder) throws Exception {
        // Given
        var report = new Report(
                "promotion-alias", "mvn verify -Pbenchmark -Dbenchmark=promotion -Dbenchmark.rounds=" + ROUNDS);
        var scientist = DataScientist.at(mlflow);
        var versions = new LabelledVersions(folder);
        var settings = PromotionSettings.of(stack, "promotion-alias");
        settings.put("sightline.models." + PromotionSettings.MODEL + ".from", "mlflow");
        settings.put("sightline.mlflow.webhook-secret", SECRET);
        settings.putAll(mlflow.settings());
        move(scientist, register(scientist, versions));
        var picture = TestPictures.of("640x480", 1).get(0);
        try (var server = SightlineServer.start(settings);
                var answers = new AnsweringVersion(server.address(), picture, stack.token("sightline-dev"))) {
            answers.await("1");
            // When
            var polled = new ArrayList<Double>();
            var told = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                polled.add(seconds(scientist, versions, answers));
            }
            scientist.hook(server.address().resolve("/v1/mlflow/webhook"), SECRET);
            for (int round = 0; round < ROUNDS; round++) {
                told.add(seconds(scientist, versions, answers));
            }
            // Then
            report.row(row("poll", polled));
            report.row(row("webhook", told));
            report.target(Target.atMost("most seconds with a webhook", most(told), 2));
            report.target(Target.atMost(
                    "most seconds with the poll alone, by the longest period and a webhook's most",
                    most(polled),
                    1.1 * POLL_MILLIS / 1e3 + most(told)));
            report.publish();
            assertThat(report.isEmpty()).isFalse();
        }
    }

    /** The alias moves at any time between two polls. */
    private double seconds(DataScientist scientist, LabelledVersions versions, AnsweringVersion answers)
            throws Exception {
        var version = register(scientist, versions);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(POLL_MILLIS));
        move(scientist, version);
        return answers.await(version).toNanos() / 1e9;
    }

    private String register(DataScientist scientist, LabelledVersions versions) throws Exception {
        return scientist.register(PromotionSettings.MODEL, versions.draft(++number));
    }

    private static void move(DataScientist scientist, String version) throws Exception {
        scientist.setAlias(PromotionSettings.MODEL, ALIAS, version);
    }

    private static Map<String, Object> row(String way, List<Double> seconds) {
        var row = new LinkedHashMap<String, Object>();
        row.put("what tells of the move", way);
        row.put("moves", seconds.size());
        row.put("median s", Figure.median(seconds));
        row.put(
                "least s",
                seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
        row.put("most s", most(seconds));
        return row;
    }

    private static double most(List<Double> seconds) {
        return seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
