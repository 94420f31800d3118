package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The routes sweep-claims, scrub-claims, keep-partitions, apply-retention, audit-counters and audit-rows in a runtime.
 */
@ExtendWith(TestStack.class)
class UpkeepRoutesIT {
    @Test
    void theRoutesRunByTheClockAndSayWhatTheyDid(DevStack stack) throws Exception {
        // Given
        var place = UpkeepPlace.make(stack);
        place.clear();
        var picture = place.object("a picture");
        place.image(picture, 9);
        place.makeMonth("2020-01");
        place.frame(Instant.parse("2020-01-15T12:00:00Z"), picture, 0, 1);
        // When
        try (var runtime = LocalRuntime.run(
                stack.isolate("upkeep"),
                "--sightline.stages=sink",
                "--sightline.upkeep.delay=1s",
                "--sightline.retention.detections=30d",
                "--sightline.retention.dry-run=false")) {
            var meters = runtime.getBean(MeterRegistry.class);
            for (var work : new String[] {
                "claims.sweep",
                "claims.scrub",
                "claims.orphans",
                "partitions",
                "retention",
                "audit",
                "audit.rows",
                "dead.letters"
            }) {
                await().atMost(Duration.ofMinutes(1)).until(() -> runs(meters, work) > 0);
            }
            // Then
            assertThat(meters.counter("sightline.claims.sweep", "fate", "young").count())
                    .isEqualTo(1);
            assertThat(meters.counter("sightline.claims.scrub.bytes", "fate", "sound")
                            .count())
                    .isEqualTo(9);
            assertThat(meters.get("sightline.partitions.default.rows")
                            .tag("table", "frame")
                            .gauge()
                            .value())
                    .isZero();
        }
        assertThat(place.rows("select dry_run, failure is null as well from claim_sweep"))
                .containsExactly(Map.of("dry_run", true, "well", true));
        assertThat(place.number("select count(*) from detection")).isZero();
        assertThat(place.number("select count(*) from frame")).isEqualTo(1);
        assertThat(place.number("select count(*) from pg_inherits where inhparent = 'frame'::regclass"))
                .as("default, January 2020, this month and three ahead")
                .isEqualTo(6);
    }

    private static double runs(MeterRegistry meters, String work) {
        return meters.counter("sightline.upkeep.runs", "work", work, "outcome", "done")
                .count();
    }
}
