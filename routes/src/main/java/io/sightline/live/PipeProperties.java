package io.sightline.live;

import io.sightline.integration.PipeRoute;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.jspecify.annotations.Nullable;

/** Values that Pipes give to their Kamelets, where Camel looks for them when it makes the route of a Kamelet. */
final class PipeProperties implements LoadablePropertiesSource {
    private final Map<String, List<PipeRoute>> byFile = new ConcurrentHashMap<>();

    /** Those of a context, which looks for them from the first call on. */
    static PipeProperties of(CamelContext camel) {
        var extension = camel.getCamelContextExtension();
        var present = extension.getContextPlugin(PipeProperties.class);
        if (present != null) {
            return present;
        }
        var made = new PipeProperties();
        extension.addContextPlugin(PipeProperties.class, made);
        camel.getPropertiesComponent().addPropertiesSource(made);
        return made;
    }

    /** Those of a file are these, and no others. */
    void set(String file, List<PipeRoute> pipes) {
        if (pipes.isEmpty()) {
            byFile.remove(file);
        } else {
            byFile.put(file, List.copyOf(pipes));
        }
    }

    @Override
    public String getName() {
        return "sightline-pipes";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return byFile.values().stream()
                .flatMap(List::stream)
                .flatMap(pipe -> pipe.properties().entrySet().stream())
                .filter(property -> property.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        var all = new Properties();
        byFile.values()
                .forEach(pipes -> pipes.forEach(pipe -> pipe.properties().forEach((name, value) -> {
                    if (filter.test(name)) {
                        all.setProperty(name, value);
                    }
                })));
        return all;
    }

    @Override
    public void reloadProperties(String location) {
        // They come from no location.
    }
}
