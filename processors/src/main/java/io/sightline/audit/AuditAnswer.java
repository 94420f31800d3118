package io.sightline.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found.
 *
 * @param clean whether there is no gap, neither in the counters nor in the rows that were counted last
 * @param at when the counters were read, ISO 8601
 * @param inFlight frames that are on their way and have no fate yet
 * @param waiting records of the frames topic that ingest is not done with and of which nothing is stored yet
 * @param unreadable letters of the sink that are not resolved and that nobody could read: each may stand for a record
 *     that is missing, as long as none is they are no gap
 * @param writtenOff frames without a fate that a person has written off; null when there are none
 * @param lastDeep the last count of the rows; null when there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditAnswer(
        boolean clean,
        String at,
        long inFlight,
        long waiting,
        long unreadable,
        @Nullable Long writtenOff,
        List<Gap> gaps,
        List<PartitionState> partitions,
        @Nullable LastDeep lastDeep) {
    /**
     * A count of rows.
     *
     * @param since first moment whose rows were counted
     * @param until first moment after it
     * @param widened whether other moments were asked for, within these days
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LastDeep(
            String countedAt,
            String since,
            String until,
            @Nullable Boolean widened,
            long tookMillis,
            int gaps) {}

    public AuditAnswer {
        gaps = List.copyOf(gaps);
        partitions = List.copyOf(partitions);
    }
}
