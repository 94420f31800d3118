package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no tool checks of the routes: names, descriptions, and that all they name exists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueTest {
    private static final Pattern PROPERTY = Pattern.compile("\\{\\{\\??([^}:]+)");
    private static final Pattern REFERENCE = Pattern.compile("#([A-Za-z]\\w*)");
    private static final Set<String> KINDS = Set.of("route", "routeConfiguration", "rest");
    private static final Set<String> REFERENCES = Set.of("ref", "onRedeliveryRef");

    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich");
    private static final Set<String> SERIALIZING =
            Set.of("saga", "aggregationRepository", "idempotentRepository", "transferExchange", "transferException");
    private static final String SERIALIZER = "org.apache.kafka.common.serialization.ByteArraySerializer";
    private static final String DESERIALIZER = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

    private final Set<String> beans = beans();
    private final Set<String> properties = RouteFiles.properties();
    private final List<String> tests = RouteFiles.tests();

    static Stream<Path> routes() {
        return RouteFiles.routes();
    }

    static Stream<Path> routesAndExamples() {
        return Stream.concat(routes(), RouteFiles.examples());
    }

    @Test
    void thereAreRoutes() {
        assertThat(routes()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("routesAndExamples")
    void fileHoldsOneThingOfItsOwnName(Path file) {
        assertThat(definitions(file))
                .singleElement()
                .satisfies(definition -> assertThat(
                                definition.getValue().path("id").asText() + ".camel.yaml")
                        .isEqualTo(file.getFileName().toString()));
    }

    @ParameterizedTest
    @MethodSource("routesAndExamples")
    void saysInASentenceWhatItDoes(Path file) {
        assertThat(definitions(file))
                .filteredOn(definition -> !definition.getKey().equals("rest"))
                .allSatisfy(definition -> assertThat(
                                definition.getValue().path("description").asText())
                        .hasSizeGreaterThan(20)
                        .endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesOnlyPropertiesThatHaveADefault(Path file) {
        var used = PROPERTY.matcher(RouteFiles.text(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(properties).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("routesAndExamples")
    void namesOnlyBeansThatTheRuntimeOrTheFileMakes(Path file) {
        var content = RouteFiles.yaml(file);

        assertThat(Stream.concat(beans.stream(), ownBeans(content)))
                .containsAll(Stream.concat(references(content), marked(content)).collect(Collectors.toSet()));
    }

    @Test
    void propertiesNameOnlyBeansThatTheRuntimeMakes() {
        assertThat(beans).containsAll(marked(RouteFiles.applicationYaml()).toList());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void callsOnlyRoutesThatExist(Path file) {
        var offered = routes().map(route ->
                        RouteFiles.yaml(route).findPath("from").path("uri").asText())
                .collect(Collectors.toSet());

        assertThat(offered)
                .containsAll(RouteFiles.texts(RouteFiles.yaml(file))
                        .filter(text -> text.startsWith("direct:"))
                        .collect(Collectors.toSet()));
    }

    /** By its id or, when it serves an operation of the contract, by the path of that. */
    @ParameterizedTest
    @MethodSource("routesAndExamples")
    void isNamedByATest(Path file) {
        var id = file.getFileName().toString().replace(".camel.yaml", "");
        var byId = Pattern.compile("(?<![\\w-])" + Pattern.quote(id) + "(?![\\w-])");
        var uri = RouteFiles.yaml(file).findPath("from").path("uri").asText();
        var path = RouteFiles.pathOf(uri.replace("direct:", ""));

        // The plain search spares most tests the slow one.
        assertThat(tests.stream()
                        .anyMatch(
                                test -> test.contains(id) && byId.matcher(test).find()
                                        || path.filter(test::contains).isPresent()))
                .as("a test names route %s or path %s", id, path.orElse("-"))
                .isTrue();
    }

    /** Any other setting loses records, or hands them over twice, when a process or a server fails. */
    @ParameterizedTest
    @MethodSource("consumers")
    void consumesTopicsInTheOneSafeWay(Path file) {
        var from = RouteFiles.yaml(file).findPath("from");

        assertThat(from.path("parameters").properties())
                .extracting(
                        setting -> setting.getKey() + "=" + setting.getValue().asText())
                .contains(
                        "batching=true",
                        "breakOnFirstError=true",
                        "allowManualCommit=true",
                        "autoCommitEnable=false",
                        "keyDeserializer=" + DESERIALIZER,
                        "valueDeserializer=" + DESERIALIZER,
                        "headerFilterStrategy=#kafkaHeaders");
        // Where a position is kept in PostgreSQL, nothing else may decide where to read.
        assertThat(from.path("parameters").path("autoOffsetReset").asText())
                .isEqualTo(from.path("parameters").has("offsetRepository") ? "none" : "earliest");
        var steps = from.path("steps");
        assertThat(steps.path(steps.size() - 1).path("process").path("ref").asText())
                .isEqualTo("commitPerPartition");
        assertThat(from.findValues("stopOnException")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void producesToTopicsInTheOneSafeWay(Path file) {
        assertThat(producers(RouteFiles.yaml(file)))
                .allSatisfy(producer -> assertThat(producer.path("parameters").properties())
                        .extracting(setting ->
                                setting.getKey() + "=" + setting.getValue().asText())
                        .contains(
                                "keySerializer=" + SERIALIZER,
                                "valueSerializer=" + SERIALIZER,
                                "headerFilterStrategy=#kafkaHeaders"));
    }

    /** CVE-2020-11972 and its relatives: what Camel keeps or sends that way, it reads back as Java objects. */
    @ParameterizedTest
    @MethodSource("routes")
    void keepsNoStateBySerialization(Path file) {
        var content = RouteFiles.yaml(file);

        assertThat(SERIALIZING)
                .allSatisfy(
                        name -> assertThat(content.findValues(name)).as(name).isEmpty());
    }

    /** What a route policy throws is ignored and the exchange passes: nothing may be guarded by one. */
    @Test
    void guardsNothingByARoutePolicy() {
        assertThat(routesAndExamples())
                .hasSizeGreaterThan(20)
                .allSatisfy(file -> assertThat(RouteFiles.text(file)).doesNotContain("routePolicy", "route-policy"));
    }

    @Test
    void topicsAreConsumedAndProducedTo() {
        assertThat(consumers()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(routes().flatMap(file -> producers(RouteFiles.yaml(file)).stream()))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    static Stream<Path> consumers() {
        return routes().filter(file ->
                RouteFiles.yaml(file).findPath("from").path("uri").asText().startsWith("kafka:"));
    }

    /** Endpoints that a route sends to, however deep; one in short form, a mere text, has no settings at all. */
    private static List<JsonNode> producers(JsonNode content) {
        return SENDING.stream()
                .flatMap(step -> content.findValues(step).stream())
                .filter(to -> to.path("uri").asText(to.asText()).startsWith("kafka:"))
                .toList();
    }

    private static List<Map.Entry<String, JsonNode>> definitions(Path file) {
        return Stream.of(RouteFiles.yaml(file))
                .flatMap(document -> java.util.stream.StreamSupport.stream(document.spliterator(), false))
                .flatMap(element -> element.properties().stream())
                .filter(element -> KINDS.contains(element.getKey()))
                .toList();
    }

    /** Values of fields that name beans. */
    private static Stream<String> references(JsonNode node) {
        var own = node.properties().stream()
                .filter(field ->
                        REFERENCES.contains(field.getKey()) && field.getValue().isTextual())
                .map(field -> field.getValue().asText().replaceFirst("^#", ""));
        return Stream.concat(
                own,
                java.util.stream.StreamSupport.stream(node.spliterator(), false).flatMap(CatalogueTest::references));
    }

    /** Names of the beans that a file makes for itself. */
    private static Stream<String> ownBeans(JsonNode content) {
        return content.findValues("beans").stream().flatMap(made -> made.findValuesAsText("name").stream());
    }

    /** Names behind a hash. */
    private static Stream<String> marked(JsonNode node) {
        return RouteFiles.texts(node)
                .map(REFERENCE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    /** Names of the beans of all configurations: those of their methods. */
    static Set<String> beans() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.sightline.runtime").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith("org.springframework.context.annotation.Bean"))
                        .map(method -> method.getName())
                        .collect(Collectors.toSet());
    }
}
