package io.sightline.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/** Sources that were read lately, so that a stream of frames does not become a stream of queries. */
public final class SourceCache {
    private static final int MOST = 10_000;

    private final Cache<String, Source> sources;

    /** @param lifetime how long a source is believed; a change of its row counts after that */
    public SourceCache(Duration lifetime) {
        this.sources = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(lifetime)
                .build();
    }

    public Optional<Source> find(String id) {
        return Optional.ofNullable(sources.getIfPresent(id));
    }

    public void remember(Source source) {
        sources.put(source.id(), source);
    }
}
