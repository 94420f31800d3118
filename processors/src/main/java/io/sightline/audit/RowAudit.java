package io.sightline.audit;

import java.time.Instant;
import java.util.List;

/**
 * What a count of rows found.
 *
 * @param countedAt when it began
 * @param gaps of rows alone
 */
public record RowAudit(Instant countedAt, DayWindow window, long tookMillis, List<Gap> gaps) {
    public RowAudit {
        gaps = List.copyOf(gaps);
    }

    AuditAnswer.LastDeep summary() {
        return new AuditAnswer.LastDeep(
                countedAt.toString(),
                DayWindow.start(window.since()).toString(),
                DayWindow.start(window.until()).toString(),
                window.widened() ? true : null,
                tookMillis,
                gaps.size());
    }
}
