package io.sightline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** How PostgreSQL carries out the statements of the API. */
public final class Plans {
    private static final Pattern PARAMETER = Pattern.compile(":#(\\w+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcTemplate database;

    /** @param database of one session, because plans belong to it */
    public Plans(JdbcTemplate database) {
        this.database = database;
    }

    /**
     * The plan of a statement of the API, carried out.
     *
     * @param plans {@code plan_cache_mode} of PostgreSQL
     */
    JsonNode plan(String statement, String plans, Map<String, Object> parameters) throws IOException {
        return explained(statement, plans, parameters).path("Plan");
    }

    /** The same with the times in milliseconds that planning it and carrying it out took. */
    public JsonNode explained(String statement, String plans, Map<String, Object> parameters) throws IOException {
        var names = new ArrayList<String>();
        var sql = PARAMETER.matcher(text(statement)).replaceAll(found -> {
            names.add(found.group(1));
            return "\\$" + names.size();
        });
        var values = names.stream()
                .map(name -> literal(Objects.requireNonNull(parameters.get(name), name)))
                .collect(Collectors.joining(", "));
        database.execute("set plan_cache_mode = " + plans);
        database.execute("prepare asked as " + sql);
        var plan =
                database.queryForObject("explain (analyze, format json) execute asked (" + values + ")", String.class);
        database.execute("deallocate asked");
        return JSON.readTree(plan).get(0);
    }

    static List<String> tablesReadFromEndToEnd(JsonNode plan) {
        return plan.findParents("Node Type").stream()
                .filter(part -> part.path("Node Type").asText().equals("Seq Scan"))
                .map(part -> part.path("Relation Name").asText())
                // Of models there are few, and a default partition is empty.
                .filter(table -> !table.equals("model_version") && !table.endsWith("_default"))
                .toList();
    }

    /** Rows that a statement takes from tables, those that it throws away too. */
    static double rowsRead(JsonNode plan) {
        var rows = new ArrayList<Double>();
        plan.path("Plans").forEach(part -> rows.add(rowsRead(part)));
        if (plan.has("Relation Name")) {
            var once = plan.path("Actual Rows").asDouble()
                    + plan.path("Rows Removed by Filter").asDouble()
                    + plan.path("Rows Removed by Index Recheck").asDouble();
            rows.add(once * plan.path("Actual Loops").asDouble());
        }
        return rows.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Pairs of rows that were compared, and do not belong together. */
    static double pairsInVain(JsonNode plan) {
        return plan.findParents("Rows Removed by Join Filter").stream()
                .mapToDouble(join -> join.path("Rows Removed by Join Filter").asDouble()
                        * join.path("Actual Loops").asDouble())
                .sum();
    }

    private static String literal(Object value) {
        if (value instanceof String[] texts) {
            return "'{" + String.join(",", texts) + "}'";
        }
        return "'" + value + "'";
    }

    private static String text(String statement) throws IOException {
        var name = "/camel/sql/" + statement + ".sql";
        try (var file = Plans.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
