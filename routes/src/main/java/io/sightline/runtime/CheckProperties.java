package io.sightline.runtime;

import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Ends start-up at the first property under {@code sightline.} that nothing reads. */
final class CheckProperties implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("sightline");

    /** What has become of settings that there were once. */
    private static final Map<String, String> REMOVED = Map.of(
            "sightline.ingest.clock-ahead",
            "There is no such setting any more: a source's clock may be 5 minutes ahead, for everybody and for ever, because a"
                    + " frame that is read again must get the same time of capture. Take it out.");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var known = KnownProperties.onClassPath(getClass().getClassLoader());
        StreamSupport.stream(
                        ConfigurationPropertySources.get(context.getEnvironment())
                                .spliterator(),
                        false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(IterableConfigurationPropertySource.class::cast)
                .forEach(source -> source.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !known.contains(name.toString()))
                        .filter(name -> !ServiceLink.isOne(name, source))
                        .findFirst()
                        .ifPresent(name -> {
                            throw unknown(name.toString(), source, known);
                        }));
    }

    private static StartupException unknown(String name, ConfigurationPropertySource source, KnownProperties known) {
        return new StartupException(
                "unknown property '" + name + "' (from " + source.getUnderlyingSource() + ")",
                wayOn(name, known)
                        + " A setting that nothing reads is refused, because it would be ignored in silence.",
                null);
    }

    private static String wayOn(String name, KnownProperties known) {
        return REMOVED.entrySet().stream()
                .filter(removed -> KnownProperties.matches(removed.getKey(), name))
                .findFirst()
                .map(Map.Entry::getValue)
                .or(() -> known.nearest(name).map(nearest -> "Did you mean '" + nearest + "'?"))
                .orElse("No property has a name like it; the README lists them all.");
    }
}
