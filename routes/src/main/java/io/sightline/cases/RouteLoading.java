package io.sightline.cases;

import io.sightline.integration.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PatternHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Adds the routes of files to a Camel context, and the route configurations that they name. */
final class RouteLoading {
    private static final Pattern CONFIGURATION = Pattern.compile("routeConfiguration\\b|route-configuration\\b");

    private final CamelContext camel;
    private final List<SourceFile> configurations;

    /** @param configurations files among which those of route configurations are looked for */
    RouteLoading(CamelContext camel, List<SourceFile> configurations) {
        this.camel = camel;
        this.configurations = configurations;
    }

    void load(List<Path> files) throws Exception {
        var builders = builders(files);
        var missing = missing(builders);
        for (var id : missing) {
            addConfiguration(id);
        }
        // A route takes its configuration over when it is built, so those that came too early are built once more.
        for (var builder : missing.isEmpty() ? builders : builders(files)) {
            camel.addRoutes(builder);
        }
    }

    private List<RouteBuilder> builders(List<Path> files) throws Exception {
        var builders = new ArrayList<RouteBuilder>();
        for (var file : files) {
            builders.addAll(builders(SourceFile.read(file)));
        }
        return builders;
    }

    private List<RouteBuilder> builders(SourceFile file) throws Exception {
        var name = String.valueOf(Path.of(file.name()).getFileName()).replaceFirst("\\.yml$", ".yaml");
        var builders = new ArrayList<RouteBuilder>();
        for (var found : PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(List.of(ResourceHelper.fromBytes(name, file.content())))) {
            if (!(found instanceof RouteBuilder builder)) {
                throw new CaseException(
                        null, found.getClass().getSimpleName() + " is no RouteBuilder, and no other is tested");
            }
            if (found instanceof RouteConfigurationsBuilder configuration) {
                camel.addRoutesConfigurations(configuration);
            }
            builder.configureRoutes(camel);
            builders.add(builder);
        }
        return builders;
    }

    private Set<String> missing(List<RouteBuilder> builders) {
        var ids = new LinkedHashSet<String>();
        for (var builder : builders) {
            for (var route : builder.getRouteCollection().getRoutes()) {
                ids.addAll(configurationsOf(route));
            }
        }
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.getRouteConfigurationDefinitions().forEach(known -> ids.remove(known.getId()));
        return ids;
    }

    private static List<String> configurationsOf(RouteDefinition route) {
        var ids = route.getRouteConfigurationId();
        return ids == null ? List.of() : List.of(ids.strip().split("\\s*,\\s*", -1));
    }

    /** Camel takes whatever is no plain name for a pattern. */
    private static boolean isPattern(String id) {
        return !id.matches("[\\w.-]+");
    }

    /** @param id or a pattern, of which all that match count */
    private void addConfiguration(String id) throws Exception {
        for (var file : configurations) {
            var text = new String(file.content(), StandardCharsets.UTF_8);
            if (CONFIGURATION.matcher(text).find() && (isPattern(id) || text.contains(id))) {
                builders(file);
                if (!isPattern(id) && isHere(id)) {
                    return;
                }
            }
        }
        if (isHere(id)) {
            return;
        }
        throw new CaseException(
                null,
                "there is no route configuration '" + id
                        + "' beside the routes or in the runtime; name the file that has it under 'with'");
    }

    private boolean isHere(String id) {
        var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        return model.getRouteConfigurationDefinitions().stream()
                .anyMatch(known -> PatternHelper.matchPattern(known.getId(), id));
    }

    /** As Camel judges it, which says so to nobody. */
    static boolean isLoaded(RouteDefinition definition, CamelContext camel) {
        if (definition.getPrecondition() == null) {
            return true;
        }
        var predicate = camel.resolveLanguage("simple")
                .createPredicate(camel.resolvePropertyPlaceholders(definition.getPrecondition()));
        predicate.initPredicate(camel);
        return predicate.matches(new DefaultExchange(camel));
    }

    /** The files of a folder that may hold route configurations. */
    static List<SourceFile> besides(Path file, List<SourceFile> builtIn) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var all = new ArrayList<SourceFile>();
        if (folder != null) {
            try (var found = Files.list(folder)) {
                for (var path : found.filter(RouteLoading::isRoutes).sorted().toList()) {
                    all.add(SourceFile.read(path));
                }
            }
        }
        all.addAll(builtIn);
        return all;
    }

    private static boolean isRoutes(Path file) {
        return file.toString().matches(".*\\.ya?ml")
                && !file.toString().matches(".*\\.(test|kamelet|pipe)\\.ya?ml")
                && Files.isRegularFile(file);
    }
}
