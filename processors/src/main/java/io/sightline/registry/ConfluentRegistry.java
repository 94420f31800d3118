package io.sightline.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.Mistrust;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Secrets;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;

/**
 * A registry that speaks Confluent's REST API, as Apicurio ({@code /apis/ccompat/v7}), Karapace, Redpanda and Confluent
 * do. The subject of a record is its full name. What was read once is kept: ids never change their schema.
 */
public final class ConfluentRegistry implements SchemaRegistry {
    private static final int NO_RULE = 40408;
    /** Subject, version, schema or rule not found. */
    private static final Set<Integer> UNKNOWN = Set.of(40401, 40402, 40403, NO_RULE);

    private final URI base;
    private final Duration timeout;
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();
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
        this.base = base;
        this.timeout = timeout;
        this.http = client.connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
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
        get("/schemas/types");
    }

    /**
     * The rule that new versions of a schema must keep, such as {@code BACKWARD_TRANSITIVE}; that of all schemas where
     * this one has none of its own, and empty where there is none at all.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when the registry does not say
     */
    public Optional<String> compatibility(Schema schema) {
        return get("/config/" + encoded(schema.getFullName()))
                .or(() -> get("/config"))
                .map(rule -> rule.path("compatibilityLevel").asText())
                .filter(rule -> !rule.isEmpty());
    }

    private Schema fetch(int id) {
        var answer = get("/schemas/ids/" + id)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.UNKNOWN_SCHEMA, "the registry at " + base + " knows no schema with id " + id));
        try {
            return parse(answer);
        } catch (SchemaParseException e) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_SCHEMA,
                    "schema " + id + " of the registry at " + base + " is no Avro schema",
                    e);
        }
    }

    private int findId(Schema schema) {
        var versions = get(subject(schema.getFullName()));
        if (versions.isPresent()) {
            for (int i = versions.get().size() - 1; i >= 0; i--) {
                var version = get(subject(schema.getFullName()) + "/"
                        + versions.get().get(i).asInt());
                if (version.isPresent() && sameEncoding(parse(version.get()), schema)) {
                    lacking.remove(schema);
                    return version.get().path("id").asInt();
                }
            }
        }
        // Time cures it: somebody registers the schema. Nothing is lost meanwhile.
        lacking.add(schema);
        throw new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the registry at " + base + " lacks this version of schema " + schema.getFullName()
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
                parse(get(path).orElseThrow(() -> unavailable("has no " + path, null)), parser);
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

    private Optional<JsonNode> get(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "application/json")
                .build();
        // The client's own timeout ends with the head of an answer; its body could hang for ever.
        var answer = http.sendAsync(request, BodyHandlers.ofString());
        try {
            var response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            // A 404 without the registry's own code comes from a proxy or a wrong path: no reason to give a record up.
            if (response.statusCode() == 404 && UNKNOWN.contains(errorCode(response.body()))) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw unavailable("answered " + response.statusCode() + " to GET " + path, null);
            }
            return Optional.of(json.readTree(response.body()));
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw unavailable("does not answer GET " + path + Mistrust.hint(e, "sightline.registry.ssl-bundle"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE, "the schema registry at " + base + " was not waited for", e);
        } finally {
            answer.cancel(true);
        }
    }

    private int errorCode(String body) {
        try {
            return json.readTree(body).path("error_code").asInt();
        } catch (IOException e) {
            return 0;
        }
    }

    private TransientFailure unavailable(String what, @org.jspecify.annotations.Nullable Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the schema registry at " + Secrets.hiddenInValue(base.toString()) + " " + what
                        + "; see sightline.registry.url",
                cause,
                Dependency.REGISTRY);
    }
}
