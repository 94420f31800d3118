package io.sightline.runtime;

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
                known.nearest(name)
                                .map(nearest -> "Did you mean '" + nearest + "'?")
                                .orElse("No property has a name like it; the README lists them all.")
                        + " A setting that nothing reads is refused, because it would be ignored in silence.",
                null);
    }
}
