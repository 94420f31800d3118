package io.sightline.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sightline.contract.JsonReason;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.SourceId;
import io.sightline.frame.Utf8;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which dead letters are to be sent once more.
 *
 * @param dryRun whether only to tell which ones
 * @param perSecond most letters that are sent in a second; empty for the configured number
 * @param state open or redriving; empty for open ones, and by id for both
 * @param reason reason of the contract; empty for all
 * @param stage stage that failed; empty for all
 * @param failed when they failed last
 * @param ids event ids; empty for all
 */
public record RedriveRequest(
        boolean dryRun,
        Optional<Integer> perSecond,
        Optional<String> state,
        Optional<String> reason,
        Optional<String> stage,
        Optional<String> source,
        TimeRange failed,
        List<UUID> ids) {
    /** Most letters that can be named by id. */
    public static final int MOST_IDS = 1_000;

    private static final int FASTEST = 1_000;
    private static final List<String> STATES = List.of("open", "redriving");
    private static final List<String> STAGES = List.of("ingest", "detect", "sink");
    private static final Set<String> NAMES =
            Set.of("dryRun", "perSecond", "state", "reason", "stage", "source", "since", "until", "ids");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a request. One that says nothing is a dry run for all open letters.
     *
     * @param body JSON, or nothing
     * @throws PermanentFailure INVALID_PARAMETER that names field, value and rule
     */
    public static RedriveRequest parse(byte[] body) {
        var fields = new JsonFields(tree(body), NAMES);
        return new RedriveRequest(
                fields.flag("dryRun").orElse(true),
                fields.number("perSecond", 1, FASTEST),
                fields.word("state", STATES),
                fields.word(
                        "reason", Arrays.stream(Reason.values()).map(Enum::name).toList()),
                fields.word("stage", STAGES),
                SourceId.filter(fields.text("source", SourceId.LONGEST)),
                new TimeRange(fields.time("since"), fields.time("until")),
                fields.ids("ids", MOST_IDS));
    }

    /** JSON is UTF-8: read as bytes it would be taken in other encodings too, in which a proxy reads something else. */
    private static JsonNode tree(byte[] body) {
        var text = Utf8.decode(body)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.INVALID_PARAMETER,
                        "The body, " + body.length + " bytes, is no JSON: it is not UTF-8."));
        if (body.length == 0) {
            return JSON.createObjectNode();
        }
        try (var parser = JSON.createParser(text)) {
            return tree(parser, text);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can always be read", e);
        }
    }

    private static JsonNode tree(JsonParser parser, String text) throws IOException {
        try {
            JsonNode node = JSON.readTree(parser);
            return node == null ? MissingNode.getInstance() : node;
        } catch (MismatchedInputException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER, "The body must be one JSON object and nothing else.", e);
        } catch (JsonProcessingException e) {
            throw new PermanentFailure(
                    FailureCode.INVALID_PARAMETER,
                    "The body is no JSON near byte " + place(parser, text, e) + ": " + JsonReason.of(e) + ".");
        }
    }

    /** A limit that is passed has no place of its own: it is where the parser stands. */
    private static int place(JsonParser parser, String text, JsonProcessingException e) {
        var location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        var characters = Math.max(0, Math.min(location.getCharOffset(), text.length()));
        return text.substring(0, (int) characters).getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Named parameters of the statements that count the letters and that mark them.
     *
     * @param rule sources of the caller: letters of others are not there for him
     * @param limit a letter that was sent this often is left out, unless it is named by its id
     * @param topics topics that records can be sent to
     */
    public Map<String, Object> sqlParameters(SourceRule rule, int limit, Collection<String> topics) {
        var parameters = new HashMap<String, Object>(rule.queryParameters());
        boolean byId = !ids.isEmpty();
        parameters.put("anyId", !byId);
        parameters.put("byId", byId);
        parameters.put("ids", ids.stream().map(UUID::toString).toArray(String[]::new));
        // Without a state those that are on their way are seen and left alone.
        parameters.put("again", byId || state.filter("redriving"::equals).isPresent());
        parameters.put("states", states().toArray(String[]::new));
        put(parameters, "reason", "anyReason", reason);
        put(parameters, "stage", "anyStage", stage);
        put(parameters, "source", "anySource", source);
        failed.putInto(parameters);
        parameters.put("most", limit);
        parameters.put("topics", topics.toArray(String[]::new));
        parameters.put("scope", scope(rule));
        return parameters;
    }

    /** What was asked for, as the operation tells it later. */
    public Map<String, Object> filters() {
        var filters = new LinkedHashMap<String, Object>();
        state.ifPresent(value -> filters.put("state", value));
        reason.ifPresent(value -> filters.put("reason", value));
        stage.ifPresent(value -> filters.put("stage", value));
        source.ifPresent(value -> filters.put("source", value));
        failed.since().ifPresent(value -> filters.put("since", value.toString()));
        failed.until().ifPresent(value -> filters.put("until", value.toString()));
        if (!ids.isEmpty()) {
            filters.put("ids", ids.stream().map(UUID::toString).toList());
        }
        return filters;
    }

    private List<String> states() {
        if (state.isPresent()) {
            return List.of(state.get());
        }
        return ids.isEmpty() ? STATES : List.of("open", "redriving", "resolved");
    }

    /** Sources that the letters can belong to, so that the operation is seen by those who may see all of these. */
    private String[] scope(SourceRule rule) {
        if (source.isPresent()) {
            return rule.permits(source.get()) ? new String[] {source.get()} : new String[0];
        }
        return rule.everySource()
                ? new String[] {"*"}
                : rule.sources().stream().sorted().toArray(String[]::new);
    }

    private static void put(Map<String, Object> parameters, String name, String any, Optional<String> wanted) {
        parameters.put(name, wanted.orElse(""));
        parameters.put(any, wanted.isEmpty());
    }
}
