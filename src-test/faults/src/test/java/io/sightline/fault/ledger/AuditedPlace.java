package io.sightline.fault.ledger;

import io.sightline.audit.Audit;
import io.sightline.audit.AuditTopics;
import io.sightline.audit.DayWindow;
import io.sightline.audit.Gap;
import io.sightline.audit.KafkaBroker;
import io.sightline.fault.ledger.Finding.Harm;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The place of a run as the runtime's own audit sees it. The bench has no API process: it asks the same class that
 * answers {@code GET /v1/audit}.
 */
public final class AuditedPlace {
    private static final int DAYS = 3;

    private final Map<String, String> settings;

    /** @param settings of a runtime, for its database and its topics */
    public AuditedPlace(Map<String, String> settings) {
        this.settings = settings;
    }

    /** What does not add up, or is still said to be on its way, when nothing goes on any more. */
    public List<Finding> findings() {
        var database = new DriverManagerDataSource(
                setting("spring.datasource.url"),
                setting("spring.datasource.username"),
                setting("spring.datasource.password"));
        var topics = new AuditTopics(
                setting("sightline.topics.frames"),
                setting("sightline.topics.claims"),
                setting("sightline.topics.inferences"),
                setting("sightline.topics.dead-letters"));
        var clock = Clock.systemUTC();
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", setting("camel.component.kafka.brokers")))) {
            var answer = new Audit(database, new KafkaBroker(admin), topics, clock)
                    .deep(DayWindow.last(DAYS, clock.instant()), Duration.ofMinutes(5));
            var findings = new ArrayList<Finding>();
            answer.gaps().forEach(gap -> findings.add(finding(gap)));
            if (answer.inFlight() + answer.waiting() > 0) {
                findings.add(new Finding(
                        Harm.WRONG,
                        "frames that the audit believes to be on their way",
                        answer.inFlight() + answer.waiting(),
                        List.of()));
            }
            return findings;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Finding finding(Gap gap) {
        return new Finding(
                Harm.WRONG,
                "of the audit: " + gap.equation() + " " + gap.partition() + " " + gap.day() + ": " + gap.explanation(),
                gap.size(),
                gap.firstIds());
    }

    private String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
