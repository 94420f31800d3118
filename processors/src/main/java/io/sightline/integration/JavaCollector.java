package io.sightline.integration;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import io.sightline.integration.Endpoint.Role;
import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.Id;
import io.sightline.integration.Facts.KameletUse;
import io.sightline.integration.Facts.Maker;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Reader;
import io.sightline.integration.Facts.Route;
import io.sightline.integration.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of Java routes what is written there as plain text: endpoints, ids, what is called before the first step.
 */
final class JavaCollector extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private static final Set<String> REST = Set.of("rest", "restConfiguration");
    private static final Set<String> PRODUCERS = Set.of("to", "toD", "wireTap");
    private static final Set<String> FILLED_IN = Set.of("toD", "wireTap");
    private static final Set<String> POLLING = Set.of("poll", "pollEnrich");
    /** Of which a text is in the language simple. */
    private static final Set<String> TEXTS = Set.of("log", "simple");
    /** Steps of which a text is the name of a bean. */
    private static final Set<String> CALLS = Set.of("bean", "policy", "process", "transacted");

    private static final Set<String> BINDINGS = Set.of("bind", "bindToRegistry");
    /** What may stand between the beginning of a route and its policy. */
    private static final Set<String> PREAMBLE = Set.of(
            "autoStartup",
            "description",
            "errorHandler",
            "group",
            "id",
            "nodePrefixId",
            "note",
            "precondition",
            "routeConfigurationId",
            "routeDescription",
            "routeId",
            "routeProperty",
            "startupOrder",
            "streamCaching");

    private final FileScope scope;
    private final Facts facts;
    private final EndpointCheck endpoints;
    private final ExpressionCheck expressions;
    private final Trees trees;
    private final CompilationUnitTree unit;

    JavaCollector(FileScope scope, Facts facts, ComponentCatalogue catalogue, Trees trees, CompilationUnitTree unit) {
        this.scope = scope;
        this.facts = facts;
        this.endpoints = new EndpointCheck(catalogue);
        this.expressions = new ExpressionCheck(scope, catalogue);
        this.trees = trees;
        this.unit = unit;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        var name = type.getSimpleName().toString();
        var owner = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
        facts.classes.add(owner + name);
        return super.visitClass(type, null);
    }

    private Named named(Text text) {
        return new Named(scope.findings(), text.place(), "", text.value());
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
        var name = name(call);
        var argument = literal(call, 0);
        if (name.equals("routeConfiguration") && call.getArguments().isEmpty()) {
            error(call, CrossCheck.CONFIGURATION_FOR_ALL, "give it an id: routeConfiguration(\"...\")");
        } else if (REST.contains(name) && call.getMethodSelect() instanceof IdentifierTree) {
            error(call, "'" + name + "' in Java is not judged, and so not allowed", "write REST definitions in YAML");
        } else if (argument.isPresent() && name.equals("from")) {
            route(endpoint(argument.get(), Role.CONSUMER), chain());
        } else if (argument.isPresent() && (PRODUCERS.contains(name) || (name.equals("enrich") && isOfCamel()))) {
            var called = endpoint(argument.get(), Role.PRODUCER);
            if (isFilledIn(name)) {
                KameletRule.check(called, scope.findings());
            }
        } else if (argument.isPresent() && POLLING.contains(name) && isOfCamel()) {
            endpoint(argument.get(), Role.POLLED);
        } else if (argument.isPresent() && name.equals("kamelet") && isOfCamel()) {
            var kamelet = argument.get();
            endpoint(new Text(kamelet.place(), "kamelet:" + kamelet.value(), false, false), Role.PRODUCER);
        } else if (argument.isPresent()
                && TEXTS.contains(name)
                && call.getArguments().size() == 1
                && isOfCamel()) {
            expressions.checkText(argument.get(), "");
        } else if (argument.isPresent() && name.equals("routeConfiguration") && isOfCamel()) {
            Facts.addOnce(facts.configurations, named(argument.get()));
        } else if (argument.isPresent() && CALLS.contains(name) && isOfCamel()) {
            bean(argument.get());
        } else if (BINDINGS.contains(name) && isOfCamel()) {
            argument.ifPresentOrElse(
                    bean -> Facts.addOnce(facts.beans, named(bean)), () -> facts.isAnyBeanUnnamed = true);
        } else if (argument.isPresent() && name.equals("routeId")) {
            id(argument.get());
        } else if (argument.isPresent() && name.equals("routeTemplate") && isOfCamel()) {
            Facts.addOnce(facts.templates, named(argument.get()));
        } else if (name.equals("interceptSendToEndpoint") && isOfCamel()) {
            error(call, RouteFileCheck.INTERCEPTS_ALL, RouteFileCheck.INSTEAD);
        } else if (name.equals("from") && call.getMethodSelect() instanceof IdentifierTree) {
            scope.findings()
                    .warning(
                            place(call),
                            "",
                            "what this route begins with is not written as a text, and is not judged here",
                            "write it as one, with {{placeholders}} for what differs");
        }
        return super.visitMethodInvocation(call, null);
    }

    /** Whether its text is one for each exchange; where code computes that, it is judged when the route is made. */
    private boolean isFilledIn(String step) {
        var said = chain().stream()
                .takeWhile(call -> !FILLED_IN.contains(name(call)))
                .filter(call -> name(call).equals("dynamicUri"))
                .flatMap(call -> call.getArguments().stream());
        return FILLED_IN.contains(step)
                && said.allMatch(value -> value.toString().matches("\"?true\"?"));
    }

    /** Whether the method that is called is one of Camel's, as far as the file compiles. */
    private boolean isOfCamel() {
        return owner().startsWith("org.apache.camel.");
    }

    /** The class of the method that is called; empty when the file does not compile there. */
    private String owner() {
        var method = trees.getElement(getCurrentPath());
        return method == null ? "" : String.valueOf(method.getEnclosingElement());
    }

    private void id(Text id) {
        if (isOfCamel()) {
            var maker = owner().endsWith(".TemplatedRouteDefinition") ? Maker.TEMPLATE : Maker.ROUTE;
            facts.ids.add(Id.of(new Named(scope.findings(), id.place(), "", id.value()), maker));
        }
    }

    private void bean(Text name) {
        var text = name.value();
        if (!text.contains(":") && !text.contains("$") && !Placeholders.isIn(text)) {
            facts.usedBeans.add(new Named(scope.findings(), name.place(), "", text.replaceFirst("^#", "")));
        }
    }

    private void error(Tree tree, String message, String hint) {
        scope.findings().error(place(tree), "", message, hint);
    }

    private Endpoint endpoint(Text text, Role role) {
        scope.checkPlaceholders(text, "");
        var endpoint = Endpoint.of(text, null, role, "");
        endpoints.check(endpoint, scope.findings());
        var scheme = endpoint.uri().scheme();
        if (role == Role.PRODUCER && scheme.equals("direct")) {
            facts.calledRoutes.add(new Named(scope.findings(), text.place(), "", endpoint.target()));
        }
        if (scheme.equals("kamelet") && role != Role.CONSUMER) {
            kamelet(endpoint, role == Role.POLLED ? "source" : "", Guard.PUBLIC);
        }
        Reader.of(endpoint, "", scope.findings())
                .filter(reader -> role == Role.POLLED)
                .ifPresent(facts.readers::add);
        return endpoint;
    }

    private void kamelet(Endpoint endpoint, String role, Guard guard) {
        var path = endpoint.uri().path();
        KameletUseCheck.checkId(endpoint, scope.findings());
        if (!Placeholders.isIn(path) && !path.contains("$")) {
            var name = new Named(scope.findings(), endpoint.text().place(), "", path.replaceFirst("/.*", ""));
            var id = path.contains("/") ? path.substring(path.indexOf('/') + 1) : "";
            facts.use(new KameletUse(name, id, role, endpoint.given(), guard));
        }
    }

    private void route(Endpoint endpoint, List<MethodInvocationTree> chain) {
        var id = chain.stream()
                .filter(call -> name(call).equals("routeId"))
                .findFirst()
                .flatMap(call -> literal(call, 0));
        var condition = chain.stream()
                .filter(call -> name(call).equals("precondition"))
                .findFirst()
                .flatMap(call -> literal(call, 0));
        var guard = guard(chain);
        var place = id.map(Text::place).orElse(endpoint.text().place());
        var precondition = condition.map(Text::value).orElse("");
        facts.routes.add(new Route(
                new Named(scope.findings(), place, "", id.map(Text::value).orElse("")),
                precondition,
                endpoint.uri().scheme(),
                endpoint.target(),
                endpoint.option("multipleConsumers").equals("true"),
                guard));
        // One whose id is computed is judged once it is made.
        boolean isNamed = chain.stream().anyMatch(call -> name(call).equals("routeId"));
        Reader.of(endpoint, id.map(Text::value).orElse(""), scope.findings())
                .filter(reader -> id.isPresent() || !isNamed)
                .ifPresent(facts.readers::add);
        chain.stream()
                .filter(call -> name(call).equals("routeConfigurationId"))
                .flatMap(call -> literal(call, 0).stream())
                .forEach(used ->
                        facts.usedConfigurations.add(new Named(scope.findings(), used.place(), "", used.value())));
        HttpGuard.listener(endpoint, scope.findings(), precondition, guard).ifPresent(facts.httpEndpoints::add);
        if (endpoint.uri().scheme().equals("kamelet")) {
            kamelet(endpoint, "source", guard);
        }
    }

    private Guard guard(List<MethodInvocationTree> chain) {
        for (var call : chain) {
            var name = name(call);
            if (name.equals("policy")) {
                return Guard.POLICY;
            }
            if (name.equals("routeProperty") && isText(call, 0, "sightline.public") && isText(call, 1, "true")) {
                return Guard.PUBLIC;
            }
            if (!PREAMBLE.contains(name)) {
                return Guard.NONE;
            }
        }
        return Guard.NONE;
    }

    /** The calls that follow on the one that is visited, in their order. */
    private List<MethodInvocationTree> chain() {
        var calls = new ArrayList<MethodInvocationTree>();
        for (var path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
            if (path.getLeaf() instanceof MethodInvocationTree call) {
                calls.add(call);
            } else if (!(path.getLeaf() instanceof MemberSelectTree)) {
                break;
            }
        }
        return calls;
    }

    private static String name(MethodInvocationTree call) {
        ExpressionTree method = call.getMethodSelect();
        if (method instanceof MemberSelectTree select) {
            return select.getIdentifier().toString();
        }
        return method instanceof IdentifierTree identifier
                ? identifier.getName().toString()
                : "";
    }

    private boolean isText(MethodInvocationTree call, int index, String text) {
        return literal(call, index).filter(found -> found.value().equals(text)).isPresent();
    }

    private Optional<Text> literal(MethodInvocationTree call, int index) {
        return call.getArguments().size() > index
                        && call.getArguments().get(index) instanceof LiteralTree literal
                        && literal.getValue() instanceof String value
                ? Optional.of(new Text(place(literal), value, false, false))
                : Optional.empty();
    }

    private Place place(Tree tree) {
        return place(tree, trees, unit);
    }

    static Place place(Tree tree, Trees trees, CompilationUnitTree unit) {
        var position = trees.getSourcePositions().getStartPosition(unit, tree);
        var lines = unit.getLineMap();
        return new Place((int) lines.getLineNumber(position), (int) lines.getColumnNumber(position));
    }
}
