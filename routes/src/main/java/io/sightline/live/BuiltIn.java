package io.sightline.live;

import io.sightline.integration.SourceFile;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The routes and route configurations that the runtime brings along: each steps aside for one of its id and kind that a
 * file has, and comes back after it.
 */
final class BuiltIn {
    private static final String END = ".camel.yaml";
    private static final Pattern CONFIGURATION = Pattern.compile("(?m)^- routeConfiguration:");

    private final CamelContext camel;
    private final Map<String, SourceFile> files = new HashMap<>();
    private final Set<String> configurations = new HashSet<>();
    private final Map<String, SourceFile> aside = new ConcurrentSkipListMap<>();
    private Consumer<String> stop = id -> {};

    /** @param files each has the name of its route, or route configuration */
    BuiltIn(CamelContext camel, Collection<SourceFile> files) {
        this.camel = camel;
        for (var file : files) {
            var name = file.name();
            if (name.endsWith(END)) {
                var id = name.substring(name.lastIndexOf('/') + 1, name.length() - END.length());
                this.files.put(id, file);
                if (CONFIGURATION
                        .matcher(new String(file.content(), StandardCharsets.UTF_8))
                        .find()) {
                    configurations.add(id);
                }
            }
        }
    }

    /** @param stop what stops and removes a route by its id */
    void stopBy(Consumer<String> stop) {
        this.stop = stop;
    }

    /** Stops and removes the built-in route of an id, when there is one that runs. */
    void stepAside(@Nullable String id) {
        if (id != null && hasRoute(id) && !aside.containsKey(id) && camel.getRoute(id) != null) {
            stop.accept(id);
            aside.put(id, files.get(id));
        }
    }

    /** Removes the built-in route configuration of an id, when there is one. */
    void configurationStepsAside(String id) throws Exception {
        if (!hasConfiguration(id) || aside.containsKey(id)) {
            return;
        }
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        var configuration = model.getRouteConfigurationDefinition(id);
        if (configuration != null) {
            model.removeRouteConfiguration(configuration);
            aside.put(id, files.get(id));
        }
    }

    boolean hasRoute(String id) {
        return files.containsKey(id) && !configurations.contains(id);
    }

    boolean hasConfiguration(String id) {
        return configurations.contains(id);
    }

    /** Ids of those that have stepped aside. */
    Set<String> aside() {
        return Set.copyOf(aside.keySet());
    }

    /** What to say of a file that runs: for which routes some step aside, or that it has none; empty otherwise. */
    String remark(RunningUnit unit) {
        if (Validator.holdsNothing(unit.unit.file())) {
            return "holds no routes";
        }
        var ids = aside.keySet().stream().filter(unit::has).sorted().collect(Collectors.joining(", "));
        return ids.isEmpty() ? "" : "replaces the built-in " + ids;
    }

    /** Starts those again that no file replaces any more. */
    void callBack(Predicate<String> isReplaced) {
        for (var id : aside()) {
            if (!isReplaced.test(id)) {
                try {
                    comeBack(id);
                    LiveRoutes.LOG.atInfo().addKeyValue("route", id).log("The built-in route is back");
                } catch (Exception e) {
                    LiveRoutes.LOG
                            .atError()
                            .addKeyValue("route", id)
                            .setCause(e)
                            .log("The built-in route does not start again");
                }
            }
        }
    }

    private void comeBack(String id) throws Exception {
        var file = aside.get(id);
        if (file != null) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromBytes(id + END, file.content()));
            aside.remove(id);
        }
    }
}
