package io.sightline.integration;

import io.sightline.failure.Quotation;
import io.sightline.integration.Endpoint.Role;
import io.sightline.integration.Facts.Given;
import io.sightline.integration.Facts.Guard;
import io.sightline.integration.Facts.Id;
import io.sightline.integration.Facts.KameletUse;
import io.sightline.integration.Facts.Maker;
import io.sightline.integration.Facts.Named;
import io.sightline.integration.Facts.Reader;
import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Entry;
import io.sightline.integration.YamlNode.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges a Pipe: the resource, its ends and steps, what they are given, and the error handler. */
final class PipeCheck {
    private static final String SPEC = "spec";
    private static final List<String> HANDLERS = List.of("none", "log", "sink");
    private static final Set<String> HANDLER_PARAMETERS = Set.of(
            "maximumRedeliveries",
            "redeliveryDelay",
            "maximumRedeliveryDelay",
            "backOffMultiplier",
            "useExponentialBackOff",
            "collisionAvoidanceFactor",
            "useCollisionAvoidance",
            "retryAttemptedLogLevel",
            "retriesExhaustedLogLevel",
            "logRetryAttempted",
            "logExhausted",
            "logStackTrace",
            "logHandled");
    private static final List<String> KINDS = List.of("Kamelet", "KafkaTopic");

    private final Schema resource;
    private final EndpointCheck endpoints;

    PipeCheck(Schema resource, ComponentCatalogue catalogue) {
        this.resource = resource;
        this.endpoints = new EndpointCheck(catalogue);
    }

    void check(Entries document, FileScope scope, Facts facts) {
        var findings = scope.findings();
        Resources.checkHead(document, findings);
        document.under("metadata").text("name").ifPresent(name -> {
            var named = new Named(findings, name.place(), "metadata.name", name.value());
            facts.pipes.add(named);
            facts.ids.add(Id.of(named, Maker.PIPE));
        });
        var spec = document.under(SPEC);
        document.entry(SPEC)
                .ifPresent(entry -> new SchemaCheck(findings, new KameletFileCheck.Unheeded())
                        .check(resource, entry.value(), entry.key(), SPEC));
        scope.checkPlaceholders(spec, SPEC);
        checkTraits(document, findings);
        PipePlacement.check(document.under("metadata").under("annotations"), findings);
        var name = document.under("metadata").text("name").map(Text::value).orElse("");
        var pipe = new Pipe(name, guard(document), scope, facts);
        for (var end : List.of("source", "sink")) {
            if (spec.entry(end).isEmpty()) {
                findings.error(document.placeOf(SPEC), SPEC, "'spec' lacks the key '" + end + "'", "");
            }
            spec.entry(end)
                    .ifPresent(entry -> endpoint(
                            entry.value(), entry.key(), end, PipeEnd.id(name, end), Paths.key(SPEC, end), pipe));
        }
        var steps = spec.items("steps");
        for (int index = 0; index < steps.size(); index++) {
            var step = steps.get(index);
            var owner = new Text(step.place(), "steps", true, false);
            var id = PipeEnd.stepId(name, index);
            endpoint(step, owner, "action", id, Paths.index("spec.steps", index), pipe);
        }
        spec.entry("errorHandler").ifPresent(handler -> errorHandler(handler, pipe));
        spec.entry("integration")
                .ifPresent(entry -> findings.warning(
                        entry.key().place(),
                        "spec.integration",
                        "'integration' is for the builds of Camel K, and counts for nothing here",
                        ""));
    }

    private static void checkTraits(Entries document, Findings findings) {
        for (var annotation : document.under("metadata").under("annotations").entries()) {
            if (annotation.name().startsWith("trait.camel.apache.org/")) {
                findings.warning(
                        annotation.key().place(),
                        "metadata.annotations",
                        "traits are for the builds of Camel K, and '" + Quotation.of(annotation.name())
                                + "' counts for nothing here",
                        "");
            }
        }
    }

    private static Guard guard(Entries document) {
        var annotations = document.under("metadata").under("annotations");
        if (annotations.text("sightline.policy").isPresent()) {
            return Guard.POLICY;
        }
        return annotations
                        .text("sightline.public")
                        .filter(text -> text.value().equals("true"))
                        .isPresent()
                ? Guard.PUBLIC
                : Guard.NONE;
    }

    /** @param id of the route that it becomes if it is a Kamelet and says nothing else */
    private void endpoint(YamlNode node, Text owner, String role, String id, String path, Pipe pipe) {
        if (!(node instanceof Entries end)) {
            return;
        }
        var findings = pipe.findings();
        var uri = end.text("uri");
        if (uri.isPresent() == end.entry("ref").isPresent()) {
            findings.error(
                    uri.map(Text::place).orElse(owner.place()),
                    path,
                    "'" + owner.value() + "' has "
                            + (uri.isPresent() ? "both 'ref' and 'uri'" : "neither 'ref' nor 'uri'")
                            + ", and one of them is expected",
                    "");
            return;
        }
        end.entry("dataTypes")
                .ifPresent(types -> findings.warning(
                        types.key().place(),
                        Paths.key(path, "dataTypes"),
                        "'dataTypes' counts for nothing here",
                        "a step can convert"));
        checkProperties(end, end.text("uri").map(Text::value).orElse(""), Paths.key(path, "properties"), findings);
        if (role.equals("source")) {
            TopicSource.check(PipeEnd.uri(end), end, Paths.key(path, "properties"), findings);
        }
        if (uri.isPresent()) {
            byUri(uri.get(), end, role, id, path, pipe);
        } else {
            byReference(end.under("ref"), end, role, id, path, pipe);
        }
    }

    /** The form of the values: a Kamelet's may be any text, those of a component have to fit into its URI. */
    private static void checkProperties(Entries end, String uri, String path, Findings findings) {
        boolean component = !uri.isEmpty() && !uri.startsWith("kamelet:");
        for (var property : end.under("properties").entries()) {
            if (!(property.value() instanceof Text value)) {
                findings.error(
                        property.value().place(),
                        Paths.key(path, property.name()),
                        "'" + Quotation.of(property.name()) + "' is "
                                + property.value().kind() + ", and expected is a text",
                        "");
            } else if (component && CarriedValue.of(value.value()).isEmpty()) {
                findings.error(
                        value.place(),
                        Paths.key(path, property.name()),
                        "'" + Quotation.of(property.name())
                                + "' holds what no URI carries, such as a line break, and components are given all in one",
                        "");
            }
        }
    }

    private void byUri(Text uri, Entries end, String role, String id, String path, Pipe pipe) {
        var findings = pipe.findings();
        var facts = pipe.facts();
        var kind = role.equals("source") ? Role.CONSUMER : Role.PRODUCER;
        var endpoint = Endpoint.of(uri, end.entry("properties").orElse(null), kind, Paths.key(path, "uri"));
        endpoints.check(endpoint, findings);
        Reader.of(endpoint, "", findings).ifPresent(facts.readers::add);
        if (kind == Role.CONSUMER) {
            HttpGuard.listener(endpoint, findings, "", pipe.guard()).ifPresent(facts.httpEndpoints::add);
        } else if (endpoint.uri().scheme().equals("direct")) {
            facts.calledRoutes.add(new Named(findings, uri.place(), path, endpoint.target()));
        }
        if (endpoint.uri().scheme().equals("kamelet")) {
            var target = endpoint.uri().path();
            int slash = target.indexOf('/');
            var name = new Named(findings, uri.place(), path, slash < 0 ? target : target.substring(0, slash));
            kamelet(
                    name,
                    slash < 0 ? id : target.substring(slash + 1),
                    role.equals("action") ? "" : role,
                    endpoint.given(),
                    pipe);
        }
    }

    private static void kamelet(Named name, String id, String role, Map<String, Given> given, Pipe pipe) {
        var own = given.get("routeId");
        pipe.facts().use(new KameletUse(name, own == null ? id : own.value().value(), role, given, pipe.guard()));
    }

    private void byReference(Entries reference, Entries end, String role, String id, String path, Pipe pipe) {
        var findings = pipe.findings();
        var at = Paths.key(path, "ref");
        var kind = reference.text("kind").map(Text::value).orElse("");
        var place = reference.text("kind").map(Text::place).orElse(end.placeOf("ref"));
        var name = reference.text("name");
        if (!KINDS.contains(kind)) {
            findings.error(
                    place,
                    Paths.key(at, "kind"),
                    "the kind of the reference is " + (kind.isEmpty() ? "missing" : "'" + Quotation.of(kind) + "'")
                            + ", and expected is one of Kamelet, KafkaTopic",
                    Near.hint(kind, KINDS).orElse("for anything else there is 'uri'"));
        }
        if (name.isEmpty()) {
            findings.error(end.placeOf("ref"), at, "'ref' lacks the key 'name'", "");
        } else if (kind.equals("Kamelet")) {
            kamelet(
                    new Named(
                            findings,
                            name.get().place(),
                            Paths.key(at, "name"),
                            name.get().value()),
                    id,
                    role,
                    Given.all(end.under("properties"), Paths.key(path, "properties")),
                    pipe);
        } else if (kind.equals("KafkaTopic")) {
            var uri = new Text(name.get().place(), "kafka:" + name.get().value(), true, false);
            var kafka = role.equals("source") ? Role.CONSUMER : Role.PRODUCER;
            var properties = end.entry("properties").orElse(null);
            var endpoint = Endpoint.of(uri, properties, kafka, at);
            endpoints.check(endpoint, findings);
            Reader.of(endpoint, "", findings).ifPresent(pipe.facts().readers::add);
        }
    }

    private void errorHandler(Entry handler, Pipe pipe) {
        var findings = pipe.findings();
        var path = "spec.errorHandler";
        if (!(handler.value() instanceof Entries entries)) {
            return;
        }
        if (entries.entries().size() != 1) {
            findings.error(
                    handler.key().place(),
                    path,
                    "'errorHandler' has one key, and expected is one of none, log, sink",
                    "");
        }
        for (var entry : entries.entries()) {
            if (!HANDLERS.contains(entry.name())) {
                findings.error(
                        entry.key().place(),
                        Paths.key(path, entry.name()),
                        "unknown key '" + Quotation.of(entry.name())
                                + "' in 'errorHandler', and expected is one of none, log, sink",
                        Near.hint(entry.name(), HANDLERS).orElse(""));
            } else if (entry.value() instanceof Entries settings) {
                settings(entry, settings, Paths.key(path, entry.name()), pipe);
            }
        }
    }

    private void settings(Entry handler, Entries settings, String path, Pipe pipe) {
        var findings = pipe.findings();
        for (var parameter : settings.under("parameters").entries()) {
            if (!HANDLER_PARAMETERS.contains(parameter.name())) {
                findings.error(
                        parameter.key().place(),
                        Paths.key(path, "parameters." + parameter.name()),
                        "unknown key '" + Quotation.of(parameter.name()) + "' in the error handler's 'parameters'",
                        Near.hint(parameter.name(), HANDLER_PARAMETERS).orElse(""));
            }
        }
        if (!handler.name().equals("sink")) {
            return;
        }
        var end = settings.entry("endpoint");
        if (end.isEmpty()) {
            findings.error(handler.key().place(), path, "'sink' lacks the key 'endpoint'", "");
        }
        var id = PipeEnd.deadLetterId(pipe.name());
        end.ifPresent(entry ->
                endpoint(entry.value(), entry.key(), "sink", id, Paths.key(path, "endpoint"), pipe.unguarded()));
    }

    /** What counts for all ends of a Pipe. */
    private record Pipe(String name, Guard guard, FileScope scope, Facts facts) {
        Findings findings() {
            return scope.findings();
        }

        Pipe unguarded() {
            return new Pipe(name, Guard.NONE, scope, facts);
        }
    }
}
