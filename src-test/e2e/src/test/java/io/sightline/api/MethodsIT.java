package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that the contract does not list, for every path of it: they answer 405 with those that it lists. */
@ExtendWith(ApiRuntime.class)
class MethodsIT {
    private static final List<String> OTHERS =
            List.of("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "X");

    private final Api api;

    MethodsIT(Api api) {
        this.api = api;
    }

    static List<ContractCall> everyOperation() {
        return ContractCall.all();
    }

    /** TRACE echoes what it is sent, credentials too (CVE-2003-1567). */
    @ParameterizedTest
    @MethodSource("everyOperation")
    void refusesAMethodThatTheContractDoesNotList(ContractCall call) {
        var listed = ContractCall.all().stream()
                .filter(other -> other.path().equals(call.path()))
                .map(ContractCall::method)
                .collect(Collectors.toSet());
        for (var method : withTrace()) {
            var answer = api.send(
                    call.path(),
                    request -> request.header("Authorization", "Bearer " + api.token("sightline-dev"))
                            .header("X-Echo", "echo-of-me")
                            .method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).as(method + " " + Api.text(answer)).isEqualTo(405);
            assertThat(Api.text(answer) + answer.headers().map()).doesNotContain("echo-of-me");
            assertThat(answer.headers().firstValue("Allow"))
                    .as(method)
                    .hasValueSatisfying(
                            allow -> assertThat(allow.split(", ")).containsExactlyInAnyOrderElementsOf(listed));
        }
    }

    @ParameterizedTest
    @MethodSource("everyOperation")
    void tellsAStrangerNothingAboutMethods(ContractCall call) {
        for (var method : OTHERS) {
            var answer = api.send(call.path(), request -> request.method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).as(method + " " + Api.text(answer)).isEqualTo(401);
            assertThat(answer.headers().firstValue("Allow")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/index.html"})
    void letsTheDocsPageBeReadAndNothingElse(String path) {
        for (var method : List.of("OPTIONS", "PUT", "DELETE", "POST")) {
            var answer = api.send(path, request -> request.method(method, BodyPublishers.noBody()));

            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
            assertThat(Api.text(answer)).contains("This path has no method but GET, HEAD");
        }
    }

    /** Tomcat refuses it before anybody asks who it is. */
    private static List<String> withTrace() {
        return Stream.concat(OTHERS.stream(), Stream.of("TRACE")).toList();
    }

    /** No other origin's script reads an answer, or may send a token. */
    @ParameterizedTest
    @CsvSource({"https://elsewhere.example", "null", "http://localhost"})
    void sharesNothingWithOtherOrigins(String origin) {
        for (var call : everyOperation()) {
            var answer = api.call(
                    call, call.path(), call.body(), "sightline-dev", request -> request.header("Origin", origin));
            var preflight = api.send(
                    call.path(),
                    request -> request.header("Origin", origin)
                            .header("Access-Control-Request-Method", call.method())
                            .method("OPTIONS", BodyPublishers.noBody()));

            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
            assertThat(preflight.statusCode()).isEqualTo(401);
        }
    }
}
