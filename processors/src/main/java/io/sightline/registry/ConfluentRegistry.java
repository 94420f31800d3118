package io.sightline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;

/**
 * A registry that speaks Confluent's REST API, as Apicurio ({@code /apis/ccompat/v7}), Karapace, Redpanda and Confluent
 * do. The subject of a record is its full name. What was read once is kept: ids never change their schema.
 */
public final class ConfluentRegistry implements SchemaRegistry {
    private final RegistryClient client;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
    /** Asked for in vain: there is no use in going on before somebody has registered them. */
    private final Set<Schema> lacking = ConcurrentHashMap.newKeySet();

    /**
     * @param base address of the API, such as {@code http://localhost:8082/apis/ccompat/v7}
     * @param timeout longest that one answer may take, from the first byte of the request to its own last
     */
    public ConfluentRegistry(URI base, Duration timeout) {
        this(base, timeout, HttpClient.newBuilder());
    }

    /**
     * The same over TLS, with other authorities than those of this Java.
     *
     * @param tls whom to believe who the registry is, and what to show it
     */
    public ConfluentRegistry(URI base, Duration timeout, SSLContext tls) {
        this(base, timeout, HttpClient.newBuilder().sslContext(tls));
    }

    private ConfluentRegistry(URI base, Duration timeout, HttpClient.Builder client) {
        this.client = new RegistryClient(base, timeout, client);
    }

    @Override
    public int idOf(Schema schema) {
        return ids.computeIfAbsent(schema, this::findId);
    }

    @Override
    public Schema byId(int id) {
        return schemas.computeIfAbsent(id, this::fetch);
    }

    /**
     * Asks whether the registry does what it lately did not: answer, or have a schema.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when it still does not
     */
    public void check() {
        lacking.forEach(this::findId);
        client.get("/schemas/types");
    }

    /**
     * The rule that new versions of a schema must keep, such as {@code BACKWARD_TRANSITIVE}; that of all schemas where
     * this one has none of its own, and empty where there is none at all.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not say
     */
    public Optional<String> compatibility(Schema schema) {
        return ownRule(schema).or(this::commonRule);
    }

    /** The rule of all schemas that have none of their own. */
    Optional<String> commonRule() {
        return rule("/config");
    }

    /** The rule of this schema alone, whatever counts for all. */
    Optional<String> ownRule(Schema schema) {
        return rule("/config/" + encoded(schema.getFullName()));
    }

    /** Makes new versions of a schema keep a rule. */
    void guard(Schema schema, String rule) {
        client.put("/config/" + encoded(schema.getFullName()), Map.of("compatibility", rule));
    }

    /** Adds a version to the subject of a schema of the contracts. What it refers to must be there. */
    void register(ContractSchema contract) {
        var references = contract.references().stream()
                .map(schema -> Map.of(
                        "name", schema.getFullName(),
                        "subject", schema.getFullName(),
                        "version", find(schema).orElseThrow(() -> lacks(schema)).number()))
                .toList();
        client.post(
                subject(contract.schema().getFullName()),
                Map.of("schemaType", "AVRO", "schema", contract.text(), "references", references));
    }

    /** The latest version of a schema's subject by which records are the same bytes; empty where there is none. */
    Optional<Version> find(Schema schema) {
        var versions = client.get(subject(schema.getFullName()));
        if (versions.isPresent()) {
            for (int i = versions.get().size() - 1; i >= 0; i--) {
                int number = versions.get().get(i).asInt();
                var version = client.get(subject(schema.getFullName()) + "/" + number);
                if (version.isPresent() && sameEncoding(parse(version.get()), schema)) {
                    return Optional.of(
                            new Version(number, version.get().path("id").asInt()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * A version of a subject.
     *
     * @param number of the version, from 1
     * @param id of its schema, which records begin with
     */
    record Version(int number, int id) {}

    private Optional<String> rule(String path) {
        return client.get(path)
                .map(rule -> rule.path("compatibilityLevel").asText())
                .filter(rule -> !rule.isEmpty());
    }

    private Schema fetch(int id) {
        var answer = client.get("/schemas/ids/" + id)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.UNKNOWN_SCHEMA,
                        "the registry at " + client.address() + " knows no schema with id " + id));
        try {
            return parse(answer);
        } catch (SchemaParseException e) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_SCHEMA,
                    "schema " + id + " of the registry at " + client.address() + " is no Avro schema",
                    e);
        }
    }

    private int findId(Schema schema) {
        var version = find(schema);
        if (version.isEmpty()) {
            // Time cures it: somebody registers the schema. Nothing is lost meanwhile.
            lacking.add(schema);
            throw lacks(schema);
        }
        lacking.remove(schema);
        return version.get().id();
    }

    private TransientFailure lacks(Schema schema) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the registry at " + client.address() + " lacks this version of schema " + schema.getFullName()
                        + "; register it under a subject of that name",
                null,
                Dependency.REGISTRY);
    }

    /** Documentation, defaults and Java's own hints may differ; what is on the wire may not. */
    private static boolean sameEncoding(Schema one, Schema other) {
        return SchemaNormalization.toParsingForm(one).equals(SchemaNormalization.toParsingForm(other));
    }

    /** Parses a schema after those that it refers to. */
    private Schema parse(JsonNode answer) {
        var parser = new Schema.Parser();
        return parse(answer, parser);
    }

    private Schema parse(JsonNode answer, Schema.Parser parser) {
        for (var reference : answer.path("references")) {
            if (!parser.getTypes().containsKey(reference.path("name").asText())) {
                var path = subject(reference.path("subject").asText()) + "/"
                        + reference.path("version").asInt();
                parse(client.get(path).orElseThrow(() -> client.unavailable("has no " + path, null)), parser);
            }
        }
        return parser.parse(answer.path("schema").asText());
    }

    private static String subject(String name) {
        return "/subjects/" + encoded(name) + "/versions";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
