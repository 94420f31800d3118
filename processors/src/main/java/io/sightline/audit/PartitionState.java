package io.sightline.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The account of a consumer group in a partition. What does not apply is null.
 *
 * @param start offset that the account begins at
 * @param position offset that the group reads next
 * @param lag records behind the position
 * @param inFlight of ingest: records that it is done with and that are neither frame nor letter yet
 * @param stopped code of why nothing more of it is stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PartitionState(
        String group,
        String partition,
        @Nullable String topicId,
        @Nullable Long start,
        @Nullable Long position,
        @Nullable Long logStart,
        @Nullable Long logEnd,
        @Nullable Long lag,
        @Nullable Long stored,
        @Nullable Long duplicate,
        @Nullable Long deadLettered,
        @Nullable Long skipped,
        @Nullable Long expired,
        @Nullable Long inFlight,
        @Nullable String stopped) {}
