package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawAnswer;
import io.sightline.http.RawRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spellings of a path that a guard may read otherwise than a route, for every operation of the contracts
 * (CVE-2016-5007, CVE-2020-1957, CVE-2022-22978, CVE-2024-38816, CVE-2025-24813).
 */
@ExtendWith(ApiRuntime.class)
class PathTricksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api api;

    PathTricksIT(Api api) {
        this.api = api;
    }

    static List<ContractCall> protectedOperations() {
        return ContractCall.all(false);
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void letsNoSpellingPassTheGuard(ContractCall call) throws IOException {
        var clients = new RestrictedClients(api);
        var forbidden = RestrictedClients.NAMES.stream()
                .filter(client -> !clients.missing(call, client).isEmpty())
                .findFirst()
                .map(api::token);
        try (var connection = new KeepAliveConnection(api.address(), PATIENCE)) {
            for (var path : spellings(call.path())) {
                refused(path, connection.send(request(call, path).bytes()), Set.of(400, 401, 404));
                if (forbidden.isPresent()) {
                    var answer = connection.send(
                            request(call, path).token(forbidden.get()).bytes());
                    refused(path, answer, Set.of(400, 403, 404, 405));
                }
            }
        }
    }

    /**
     * Tomcat and Spring refuse these before anybody asks for a token; such as those of which it does not even read the
     * path.
     */
    @ParameterizedTest
    @CsvSource({
        "/v2/models/a<b",
        "/v2/models/a|b",
        "/v2/models/a\\b",
        "/v2/models/a\"b",
        "/v2/models/a^b",
        "/v2/models/a`b",
        "/v2/models/a{b}",
        "/v2/models/a#b",
        "/v2/models/a\u007fb",
        "/v2/models/\u00fc",
        "/v2/models/a?b=<",
        "/v2/models/%zz",
        "/v2/models/a%2Fb",
        "/v2/models/a%5Cb",
        "/v2/models/a%00b",
        "/v1/frames/a<b",
        "/v1/frames/a|b",
        "/v1/frames/a\\b",
        "/v1/frames/%zz",
        "/v1/frames/a%2Fb",
        "/v1/frames/a%5Cb",
        "/v1/frames/a%00b",
        "/../../etc/passwd",
        "/docs/../../application.yaml"
    })
    void saysWhatAPathMayHold(String path) throws IOException {
        try (var connection = new KeepAliveConnection(api.address(), PATIENCE)) {
            var answer = connection.send(
                    RawRequest.of("GET", path).token(api.token("sightline-dev")).bytes());

            refused(path, answer, Set.of(400));
            assertThat(answer.text()).contains("path");
            assertThat(answer.header("Content-Type"))
                    .hasValue(path.startsWith("/v2/") ? "application/json" : "application/problem+json");
        }
    }

    /** CVE-2024-38816, CVE-2025-24813: files of the docs page and no others, and none can be put there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/..%2f..%2fapplication.yaml",
                "/docs/%2e%2e/application.yaml",
                "/docs/..;/application.yaml",
                "/docs/....//application.yaml",
                "/docs/..\\application.yaml",
                "/docs/%c0%ae%c0%ae/application.yaml",
                "/docs//etc/passwd",
                "/docs/file:/etc/passwd",
                "/docs/WEB-INF/web.xml",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/webjars/swagger-ui/index.html",
                "/openapi/sightline-v1.yaml",
                "/camel/read-frame.camel.yaml",
                "/.env",
                "/actuator/env",
                "/v1/..;/actuator/env",
                "/error",
                "/error?status=200"
            })
    void showsNoOtherFile(String path) throws IOException {
        try (var connection = new KeepAliveConnection(api.address(), PATIENCE)) {
            for (var method : List.of("GET", "PUT", "DELETE")) {
                var answer = connection.send(RawRequest.of(method, path)
                        .token(api.token("sightline-dev"))
                        .body(new byte[method.equals("PUT") ? 10 : 0])
                        .bytes());

                refused(path, answer, Set.of(400, 404, 405, 500));
            }
        }
    }

    private static RawRequest request(ContractCall call, String path) {
        var request = RawRequest.of(call.method(), path);
        if (!call.mediaType().isEmpty()) {
            request.header("Content-Type", call.mediaType()).body(call.body());
        }
        return request;
    }

    private static void refused(String path, RawAnswer answer, Set<Integer> statuses) {
        assertThat(statuses).as(path + "\n" + answer.head() + answer.text()).contains(answer.status());
        assertThat(answer.text())
                .as(path + "\n" + answer.head())
                .containsPattern("\"(error|detail)\":\"..")
                .doesNotContain("Exception", "java.", "org.apache", "<html");
    }

    /** The path in other words. */
    private static Set<String> spellings(String path) {
        var all = new LinkedHashSet<String>();
        var rest = path.substring(3);
        var version = path.substring(0, 3);
        var other = version.equals("/v1") ? "/v2" : "/v1";
        var cut = path.lastIndexOf('/');
        all.add(path + "/");
        all.add(path + "//");
        all.add(path + ";x=y");
        all.add(path + ";");
        all.add(path + "/;x=y");
        all.add(path + "/.");
        all.add(path + "%20");
        all.add(path + "%00");
        all.add(path + "%0a");
        all.add(path + "%3Fx");
        all.add(path + "%23x");
        all.add(path + ".json");
        all.add(path + "/..");
        all.add(path + "/x/..");
        all.add(path + "/x/%2e%2e");
        all.add(path + "/x/..;/");
        all.add("/" + path);
        all.add("/." + path);
        all.add("/x/.." + path);
        all.add("/docs/.." + path);
        all.add("/docs/..;" + path);
        all.add("/docs/%2e%2e" + path);
        all.add("/docs/..%2f" + path.substring(1));
        all.add("/docs/..\\" + path.substring(1));
        all.add(other + "/.." + path);
        all.add(other + "/health/live/../../.." + path);
        all.add(other + "/openapi.yaml;/../.." + path);
        all.add(version + ";x=y" + rest);
        all.add(version + "/" + rest);
        all.add(version + "/." + rest);
        all.add(version + "%2f" + rest.replaceFirst("^/", ""));
        all.add(version + "%5c" + rest.replaceFirst("^/", ""));
        all.add(version + "\\" + rest.replaceFirst("^/", ""));
        all.add(version.toUpperCase(Locale.ROOT) + rest);
        all.add("/%76" + version.substring(2) + rest);
        all.add("/%2576" + version.substring(2) + rest);
        all.add("/v%C0%B1" + rest);
        all.add("/v\uFF11" + rest);
        all.add(path.substring(0, cut) + "/%" + Integer.toHexString(path.charAt(Math.min(cut + 1, path.length() - 1)))
                + path.substring(Math.min(cut + 2, path.length())));
        all.add(path.toUpperCase(Locale.ROOT));
        all.remove(path);
        return all;
    }
}
