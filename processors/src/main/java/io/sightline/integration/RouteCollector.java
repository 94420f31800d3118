package io.sightline.integration;

import io.sightline.integration.Endpoint.Role;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.Id;
import io.sightline.integration.Facts.KameletUse;
import io.sightline.integration.Facts.Maker;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Reader;
import io.sightline.integration.Facts.Route;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes out of YAML routes what they name: endpoints, beans, classes, Kamelets, routes. */
final class RouteCollector implements SchemaVisitor {
    private final FileScope scope;
    private final Facts facts;
    private final EndpointCheck endpoints;
    private final PartsCheck parts;
    private final References references;
    private final ExpressionCheck expressions;
    private final RestCollector rest;

    /** Of the route that is read; its beginning comes after it. */
    private Guard guard = Guard.NONE;

    /** Id of the same. */
    private String id = "";

    RouteCollector(FileScope scope, Facts facts, ComponentCatalogue catalogue) {
        this.scope = scope;
        this.facts = facts;
        this.endpoints = new EndpointCheck(catalogue);
        this.expressions = new ExpressionCheck(scope, catalogue);
        this.references = new References(scope.findings(), facts);
        this.parts = new PartsCheck(catalogue, scope.findings());
        this.rest = new RestCollector(scope, facts);
    }

    @Override
    public void visit(String definition, YamlNode node, String path) {
        switch (definition) {
            case "ToDefinition" -> endpoint(node, Role.PRODUCER, path);
            case "ToDynamicDefinition", "WireTapDefinition" -> {
                endpoint(node, Role.PRODUCER, path)
                        .filter(call -> isFilledIn(node))
                        .ifPresent(this::filledIn);
                expressions.checkStep(node, "uri", path);
            }
            case "LogDefinition" -> expressions.checkStep(node, "message", path);
            case "PollDefinition" -> endpoint(node, Role.POLLED, path).ifPresent(this::filledIn);
            case "FromDefinition", "OutputAwareFromDefinition" -> endpoint(node, Role.CONSUMER, path);
            case "KameletDefinition" -> kameletStep(node, path);
            case "InterceptSendToEndpointDefinition" ->
                scope.findings().error(node.place(), path, RouteFileCheck.INTERCEPTS_ALL, RouteFileCheck.INSTEAD);
            default -> {
                if (node instanceof Entries entries) {
                    visitEntries(definition, entries, path);
                }
            }
        }
    }

    private void visitEntries(String definition, Entries entries, String path) {
        references.collect(entries, path);
        switch (definition) {
            case "RouteDefinition" -> route(entries, entries.under("from"), path);
            case "RouteFromDefinitionDeserializer" -> {
                route(entries, entries, path);
                endpoint(entries, Role.CONSUMER, path);
            }
            case "RouteConfigurationDefinition" -> configuration(entries, path);
            case "RestConfigurationDefinition" ->
                facts.restConfigurations.add(new Named(scope.findings(), entries.place(), path, "restConfiguration"));
            case "RouteTemplateDefinition" -> template(entries, path);
            case "TemplatedRouteDefinition" -> templated(entries, path);
            case "BeanFactoryDefinition" -> bean(entries, path);
            case "DeadLetterChannelDefinition" ->
                entries.text("deadLetterUri")
                        .ifPresent(uri -> endpoint(uri, Role.PRODUCER, Paths.key(path, "deadLetterUri")));
            case "EnrichDefinition" -> said(entries, Role.PRODUCER, path);
            case "PollEnrichDefinition" -> said(entries, Role.POLLED, path);
            case "RestDefinition" -> rest.collect(entries, path);
            default -> {}
        }
    }

    @Override
    public void chosen(String owner, Entry choice, String path) {
        parts.check(owner, choice, path);
        expressions.check(owner, choice, path);
    }

    private Optional<Endpoint> endpoint(YamlNode node, Role role, String path) {
        if (node instanceof Entries entries) {
            var parameters = entries.entry("parameters").orElse(null);
            return entries.text("uri").map(uri -> endpoint(uri, parameters, role, Paths.key(path, "uri")));
        }
        return node instanceof Text text && !text.isNothing()
                ? Optional.of(endpoint(text, null, role, path))
                : Optional.empty();
    }

    private static boolean isFilledIn(YamlNode step) {
        return !(step instanceof Entries entries)
                || entries.text("dynamicUri")
                        .filter(said -> said.value().equals("false"))
                        .isEmpty();
    }

    private void filledIn(Endpoint endpoint) {
        KameletRule.check(endpoint, scope.findings());
    }

    /** The endpoint that an expression is, or that it fills in. */
    private void said(Entries step, Role role, String path) {
        for (var language : List.of("constant", "simple")) {
            step.entry(language).ifPresent(entry -> {
                var at = Paths.key(path, language);
                var uri = entry.value() instanceof Entries expression
                        ? expression
                                .text("expression")
                                .map(text -> endpoint(text, null, role, Paths.key(at, "expression")))
                        : endpoint(entry.value(), role, at);
                uri.filter(called -> language.equals(ExpressionCheck.SIMPLE)).ifPresent(this::filledIn);
            });
        }
    }

    private Endpoint endpoint(Text uri, @Nullable Entry parameters, Role role, String path) {
        var endpoint = Endpoint.of(uri, parameters, role, path);
        endpoints.check(endpoint, scope.findings());
        endpoint.given().values().forEach(given -> references.value(given.value(), given.path()));
        Reader.of(endpoint, role == Role.CONSUMER ? id : "", scope.findings()).ifPresent(facts.readers::add);
        if (role != Role.CONSUMER
                && Set.of("direct", "seda").contains(endpoint.uri().scheme())) {
            facts.calledRoutes.add(new Named(scope.findings(), uri.place(), path, endpoint.target()));
        }
        if (endpoint.uri().scheme().equals("kamelet")) {
            kamelet(endpoint, role);
        } else if (endpoint.uri().scheme().equals("bean")) {
            references.value(new Text(uri.place(), "#" + endpoint.address(), uri.plain(), uri.block()), path);
        }
        return endpoint;
    }

    private void kamelet(Endpoint endpoint, Role role) {
        var target = endpoint.address();
        KameletUseCheck.checkId(endpoint, scope.findings());
        if (Placeholders.isIn(target) || target.contains("${") || target.equals("source") || target.equals("sink")) {
            return;
        }
        int slash = target.indexOf('/');
        var name = slash < 0 ? target : target.substring(0, slash);
        facts.use(new KameletUse(
                new Named(scope.findings(), endpoint.text().place(), endpoint.path(), name),
                slash < 0 ? endpoint.option("routeId") : target.substring(slash + 1),
                role == Role.PRODUCER ? "" : "source",
                endpoint.given(),
                role == Role.CONSUMER ? guard : Guard.PUBLIC));
    }

    private void kameletStep(YamlNode node, String path) {
        if (node instanceof Text text) {
            var uri = new Text(text.place(), "kamelet:" + text.value(), text.plain(), text.block());
            kamelet(Endpoint.of(uri, null, Role.PRODUCER, path), Role.PRODUCER);
        } else if (node instanceof Entries entries) {
            entries.text("name").ifPresent(name -> {
                var uri = new Text(name.place(), "kamelet:" + name.value(), name.plain(), name.block());
                var parameters = entries.entry("parameters").orElse(null);
                kamelet(Endpoint.of(uri, parameters, Role.PRODUCER, Paths.key(path, "name")), Role.PRODUCER);
            });
        }
    }

    private void route(Entries route, Entries from, String path) {
        var text = from.text("uri").orElseGet(() -> new Text(from.place(), "", true, false));
        var endpoint = Endpoint.of(text, from.entry("parameters").orElse(null), Role.CONSUMER, path);
        var id = route.text("id").orElseGet(() -> new Text(route.place(), "", true, false));
        guard = HttpGuard.of(route, from);
        this.id = isTemplate(path) ? "" : id.value();
        var named = new Named(scope.findings(), id.place(), Paths.key(path, "id"), id.value());
        if (!isTemplate(path)) {
            var precondition = route.text("precondition").map(Text::value).orElse("");
            if (!named.name().isEmpty()) {
                facts.ids.add(Id.of(named, Maker.ROUTE));
            }
            facts.routes.add(new Route(
                    named,
                    precondition,
                    endpoint.uri().scheme(),
                    endpoint.target(),
                    endpoint.option("multipleConsumers").equals("true"),
                    guard));
            HttpGuard.listener(endpoint, scope.findings(), precondition, guard).ifPresent(facts.httpEndpoints::add);
        }
        route.text("routeConfigurationId")
                .ifPresent(used -> facts.usedConfigurations.add(named(used, Paths.key(path, "routeConfigurationId"))));
    }

    /** What a route template opens is there when it is used; what a Kamelet does, its use is judged by. */
    private void template(Entries template, String path) {
        id = "";
        if (!scope.template()) {
            template.text("id").ifPresent(id -> facts.templates.add(named(id, Paths.key(path, "id"))));
        }
        var route = template.entry("route").isPresent() ? template.under("route") : template;
        var from = route.under("from");
        if (!scope.template()) {
            from.text("uri")
                    .map(uri -> Endpoint.of(uri, from.entry("parameters").orElse(null), Role.CONSUMER, path))
                    .flatMap(begin -> HttpGuard.listener(begin, scope.findings(), "", HttpGuard.of(route, from)))
                    .ifPresent(facts.httpEndpoints::add);
        }
    }

    private void templated(Entries use, String path) {
        use.text("routeTemplateRef")
                .ifPresent(used -> facts.usedTemplates.add(named(used, Paths.key(path, "routeTemplateRef"))));
        use.text("routeId")
                .ifPresent(id -> facts.ids.add(Id.of(named(id, Paths.key(path, "routeId")), Maker.TEMPLATE)));
    }

    private void configuration(Entries configuration, String path) {
        var id = configuration.text("id");
        id.ifPresent(text -> facts.configurations.add(named(text, Paths.key(path, "id"))));
        if (id.isEmpty() || id.get().value().isBlank()) {
            scope.findings()
                    .error(
                            id.map(Text::place).orElse(configuration.place()),
                            path,
                            CrossCheck.CONFIGURATION_FOR_ALL,
                            "give it an id, and name that by routeConfigurationId");
        }
    }

    /** What stands in a template is made each time that this is used, under other names. */
    private boolean isTemplate(String path) {
        return scope.template() || path.contains(".routeTemplate.");
    }

    private void bean(Entries bean, String path) {
        bean.text("name").ifPresent(name -> {
            if (isTemplate(path)) {
                facts.furtherBeans.add(name.value());
            } else {
                facts.beans.add(named(name, Paths.key(path, "name")));
            }
        });
        bean.text("type").filter(type -> !Placeholders.isIn(type.value())).ifPresent(type -> {
            var name = type.value()
                    .replaceFirst("^#class:", "")
                    .replaceFirst("\\(.*", "")
                    .replaceFirst("#.*", "");
            facts.usedClasses.add(new Named(scope.findings(), type.place(), Paths.key(path, "type"), name));
            ProcessClass.check(type, Paths.key(path, "type"), scope.findings());
        });
        var properties = new LinkedHashMap<String, Text>();
        collect(bean.under("properties"), "", properties);
        properties.forEach((name, value) -> {
            var at = Paths.key(path, "properties." + name);
            references.value(value, at);
            if (Secret.isNameOfOne(name) && Secret.isInTheOpen(value.value())) {
                Secret.warn(new Given(name, value, value.place(), at), "'" + name + "' of a bean", scope.findings());
            }
        });
    }

    private static void collect(Entries entries, String prefix, Map<String, Text> texts) {
        for (var entry : entries.entries()) {
            if (entry.value() instanceof Text text) {
                texts.put(prefix + entry.name(), text);
            } else if (entry.value() instanceof Entries inner) {
                collect(inner, prefix + entry.name() + ".", texts);
            }
        }
    }

    private Named named(Text text, String path) {
        return new Named(scope.findings(), text.place(), path, text.value());
    }
}
