package io.sightline.security;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sources that a caller may read and write: the one place where row-level authorization is decided.
 *
 * <p>A foreign frame is refused like one that does not exist, so that ids cannot be probed.
 *
 * @param everySource true when no source is refused; {@code sources} is empty then
 * @param sources the permitted sources otherwise; none of them means that nothing is permitted
 */
public record SourceRule(boolean everySource, Set<String> sources) {
    /** Permits nothing; what a token without the claim gets. */
    public static final SourceRule NONE = new SourceRule(false, Set.of());

    /** Permits every source, and what belongs to no source. */
    public static final SourceRule EVERY = new SourceRule(true, Set.of());

    public SourceRule {
        sources = Set.copyOf(sources);
    }

    /** Permits these sources. */
    public static SourceRule only(Set<String> sources) {
        return new SourceRule(false, sources);
    }

    /** Whether the source, or what belongs to no source when null, may be seen. */
    public boolean permits(@Nullable String sourceId) {
        return everySource || (sourceId != null && sources.contains(sourceId));
    }

    /** The permitted source when there is no other. */
    public Optional<String> onlySource() {
        return sources.size() == 1 ? Optional.of(sources.iterator().next()) : Optional.empty();
    }

    /**
     * Whether nothing of what a query asks for is permitted. The predicate finds nothing then either, but may look at
     * all of a foreign source for it.
     *
     * @param source the one source that is asked for; empty for all
     */
    public boolean permitsNothingOf(Optional<String> source) {
        return source.map(one -> !permits(one)).orElse(!everySource && sources.isEmpty());
    }

    /**
     * Lets a frame pass when its source is permitted.
     *
     * @throws PermanentFailure NOT_FOUND, worded as for a frame that does not exist
     */
    public void requireFrame(String frameId, @Nullable String sourceId) {
        if (!permits(sourceId)) {
            throw noSuchFrame(frameId);
        }
    }

    /**
     * Lets a write for a source pass when it is permitted.
     *
     * @throws PermanentFailure FORBIDDEN that names the source
     */
    public void requireWrite(String sourceId) {
        if (!permits(sourceId)) {
            throw new PermanentFailure(
                    FailureCode.FORBIDDEN,
                    "The access token does not permit the source " + Quotation.of(sourceId)
                            + ": its claim sightline_sources does not name it.");
        }
    }

    /** The failure for a frame that does not exist for the caller. */
    public static PermanentFailure noSuchFrame(String frameId) {
        return new PermanentFailure(FailureCode.NOT_FOUND, "There is no frame " + frameId + ".");
    }

    /** Named parameters of the predicate {@code (:#everySource or source_id = any(:#sources))}. */
    public Map<String, Object> queryParameters() {
        return Map.of("everySource", everySource, "sources", sources.toArray(String[]::new));
    }
}
