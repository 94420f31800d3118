package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.parameters.Parameter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text that SQL, Camel's languages, Spring or a logger would take for an order, through every parameter of every
 * operation and through headers that nobody has declared (CVE-2021-44228, CVE-2022-22963, CVE-2025-27636,
 * CVE-2025-29891, CVE-2025-30177, CVE-2026-49098).
 */
@ExtendWith(ApiRuntime.class)
class InjectionIT {
    private static final List<String> ORDERS = List.of(
            "' or '1'='1",
            "'; drop table detection; --",
            "x' union select current_user, version() --",
            "\\'; select pg_sleep(30); --",
            ":#everySource",
            ":?source",
            "$1",
            "${exchangeId}",
            "${header.Authorization}",
            "${bean:keycloakPolicy?method=toString}",
            "$simple{exchangeId}",
            "{{sightline.s3.bucket}}",
            "{{?env:PATH}}",
            "#{T(Math).PI}",
            "${jndi:ldap://127.0.0.1:1/x}",
            "kafka:elsewhere?brokers=127.0.0.1:1",
            "../../etc/passwd",
            "*",
            "%",
            "_",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A1",
            "\u202eevil",
            "%s%n%x",
            "9".repeat(390),
            "NaN",
            "true");

    private static final List<String> STEERING = List.of(
            "CamelHttpResponseCode",
            "CamelHttpUri",
            "CamelHttpPath",
            "CamelHttpQuery",
            "CamelRestHttpUri",
            "CamelSqlQuery",
            "CamelSqlParameters",
            "CamelMinioObjectName",
            "CamelMinioBucketName",
            "CamelMinioOperation",
            "CamelFileName",
            "CamelBeanMethodName",
            "cAmElBeanMethodName",
            "CamelExecCommandExecutable",
            "CamelToDynamicEndpoint",
            "CamelSlipEndpoint",
            "CamelAuthentication",
            "kafka.OVERRIDE_TOPIC",
            "kafka.TOPIC",
            "kafka.KEY",
            "kafka.PARTITION_KEY",
            "org.apache.camel.kafka.x",
            "breadcrumbId",
            "everySource",
            "sources",
            "sightline_sources",
            "sightline.caller",
            "sightline.bodyRoom",
            "X-Original-URL",
            "X-Rewrite-URL",
            "X-HTTP-Method-Override",
            "X-Forwarded-Prefix",
            "X-Forwarded-Host",
            "X-Forwarded-User",
            "Forwarded",
            "spring.cloud.function.routing-expression",
            "class.module.classLoader.resources.context.parent.pipeline.first.pattern");

    /** What the contract lets lists of routes tell of an exchange that failed: the name of a class, no message. */
    private static final Pattern FAILURE_OF_A_ROUTE = Pattern.compile("\"error\":\"\\w+\"");

    private final Api api;
    /** As it is served: with the address of Keycloak. */
    private final String contract;

    InjectionIT(Api api) {
        this.api = api;
        this.contract = Api.text(api.get("/v1/openapi.yaml", "sightline-dev"));
    }

    static List<ContractCall> protectedOperations() {
        return ContractCall.all(false);
    }

    static List<ContractCall> everyOperation() {
        return ContractCall.all();
    }

    @ParameterizedTest
    @MethodSource("everyOperation")
    void takesATextInAnyParameterForAText(ContractCall call) {
        var everything = new StoredRows(api.database()).inferred("injection", Instant.now(), "hidden", 0.9);
        for (var order : ORDERS) {
            for (var parameter : call.parameters()) {
                var answer = send(call, parameter, order);

                harmless(call, parameter.getName() + "=" + order, answer);
                assertThat(Api.text(answer)).doesNotContain(everything.toString());
            }
        }
    }

    /** What is no parameter is none: neither a header nor a query parameter of that name changes the answer. */
    @ParameterizedTest
    @MethodSource("everyOperation")
    void letsNoHeaderSteerAnyOperation(ContractCall call) {
        var plain = api.call(call, call.target(), call.body(), "sightline-dev");
        for (var value : List.of("elsewhere", "299", "${exchangeId}", "select 1", "/v1/openapi.yaml")) {
            var answer = api.call(call, call.target(), call.body(), "sightline-dev", request -> {
                STEERING.forEach(name -> request.header(name, value));
                return request;
            });

            assertThat(answer.statusCode()).as(value + " " + Api.text(answer)).isEqualTo(plain.statusCode());
            assertThat(answer.headers().map().toString()).doesNotContain("elsewhere", "select 1");
            harmless(call, value, answer);
        }
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void letsNoQueryParameterSteerAnyOperation(ContractCall call) {
        var query = String.join("=elsewhere&", STEERING);
        var answer = api.call(call, call.path() + "?" + query, call.body(), "sightline-dev");

        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(400);
        assertThat(Api.text(answer)).contains(STEERING);
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void takesNoHeaderOfAnIdentityThatItHasNotVerified(ContractCall call) {
        for (var name : List.of(
                "X-Forwarded-User",
                "X-Forwarded-Access-Token",
                "X-Remote-User",
                "Proxy-Authorization",
                "X-Auth-Token",
                "Cookie")) {
            var answer = api.call(
                    call,
                    call.path(),
                    call.body(),
                    "",
                    request -> request.header(name, "Bearer " + api.token("sightline-dev")));

            assertThat(answer.statusCode()).as(name).isEqualTo(401);
        }
    }

    /** Unsigned as it is, a cursor only says where to begin. */
    @ParameterizedTest
    @MethodSource("protectedOperations")
    void takesATamperedCursorForAnotherPlaceOrRefusesIt(ContractCall call) {
        if (!call.has("cursor")) {
            return;
        }
        ForeignThings.store(api);
        ForeignThings.store(api);
        var cursor = Api.json(api.call(call, call.target("limit", "1"), call.body(), "sightline-dev"))
                .path("next")
                .asText();
        for (int position = 0; position < cursor.length(); position += 5) {
            for (var character : List.of("A", "9", "")) {
                var tampered = cursor.substring(0, position) + character + cursor.substring(position + 1);
                var answer = api.call(call, call.target("cursor", tampered), call.body(), "sightline-camera");

                assertThat(answer.statusCode())
                        .as(tampered + " " + Api.text(answer))
                        .isIn(200, 400);
                assertThat(Api.text(answer)).doesNotContain("foreign-", "Exception");
            }
        }
    }

    /** Rows are still there: nothing above has dropped, changed or added any by SQL. */
    @Test
    void takesATextInABodyForAText() {
        var rows = api.database().queryForObject("select count(*) from detection", Long.class);
        for (var order : ORDERS) {
            var text = order.replace("\\", "\\\\").replace("\"", "\\\"");
            for (var field : List.of("source", "reason", "stage", "state", "since", "until", order)) {
                var body =
                        ("{\"" + field.replace("\\", "\\\\") + "\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);

                var answer = api.post("/v1/dead-letters/redrive", "application/json", body);

                assertThat(answer.statusCode()).as(Api.text(answer)).isIn(200, 400);
                assertThat(Api.text(answer))
                        .doesNotContain("PSQL", "Exception", api.property("sightline.s3.bucket") + "\"");
            }
        }
        assertThat(api.database().queryForObject("select count(*) from detection", Long.class))
                .isGreaterThanOrEqualTo(rows);
    }

    private HttpResponse<byte[]> send(ContractCall call, Parameter parameter, String order) {
        var encoded = URLEncoder.encode(order, StandardCharsets.UTF_8).replace("+", "%20");
        return switch (parameter.getIn()) {
            case "path" ->
                api.call(
                        call,
                        call.path(other ->
                                other.getName().equals(parameter.getName()) ? encoded : ContractCall.example(other)),
                        call.body(),
                        "sightline-dev");
            case "header" ->
                api.call(
                        call,
                        call.target(),
                        call.body(),
                        "sightline-dev",
                        request -> request.header(parameter.getName(), order.replaceAll("[^ -~]", "?")));
            default -> api.call(call, call.target(parameter.getName(), encoded), call.body(), "sightline-dev");
        };
    }

    /** Documented, no failure of the server, and nothing evaluated, such as the id of an exchange. */
    private void harmless(ContractCall call, String what, HttpResponse<byte[]> answer) {
        var text = Api.text(answer);
        assertThat(answer.statusCode()).as(call + " " + what + " " + text).isLessThan(500);
        assertThat(call.statuses()).as(call + " " + what).contains(Integer.toString(answer.statusCode()));
        // The contract shows what an operator sees of a failure; that is no leak.
        assertThat(FAILURE_OF_A_ROUTE.matcher(text.replace(contract, "")).replaceAll(""))
                .as(call + " " + what)
                .doesNotContain(
                        "Exception", "java.", "org.apache", "io.sightline", "PostgreSQL 1", "/usr/bin", "3.1415")
                .doesNotContainPattern("[0-9A-F]{15}-[0-9A-F]{16}");
    }
}
