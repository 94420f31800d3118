package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Restricted tokens of the real Keycloak against every operation of the contracts. What is expected follows from the
 * scopes in the contract and those of the token, so that a new operation is covered as soon as it is described.
 */
@ExtendWith(ApiRuntime.class)
class ScopesIT {
    private final Api api;
    private final RestrictedClients clients;

    ScopesIT(Api api) {
        this.api = api;
        this.clients = new RestrictedClients(api);
    }

    static List<ContractCall> everyOperation() {
        return ContractCall.all();
    }

    static List<ContractCall> protectedOperations() {
        return ContractCall.all(false);
    }

    /** CVE-2026-53913: an operation that nobody has thought of is closed, not open. */
    @ParameterizedTest
    @MethodSource("everyOperation")
    void asksForATokenUnlessTheContractSaysThatNoneIsNeeded(ContractCall call) {
        var answer = api.call(call, call.target(), call.body(), "");

        listed(call, "nobody", answer);
        if (!call.operation().isPublic()) {
            assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        }
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void permitsARestrictedTokenWhatItsScopesSayAndNamesWhatIsMissing(ContractCall call) {
        for (var client : RestrictedClients.NAMES) {
            var answer = api.call(call, call.target(), call.body(), client);

            listed(call, client, answer);
            var missing = clients.missing(call, client);
            if (missing.isEmpty()) {
                permitted(call, client, answer);
            } else {
                forbidden(client, answer, missing);
            }
        }
    }

    /** Otherwise the test above would show one side only. */
    @Test
    void hasTokensThatArePermittedSomethingAndForbiddenSomething() {
        for (var client : List.of("sightline-viewer", "sightline-operator", "sightline-invoker")) {
            assertThat(protectedOperations())
                    .as(client)
                    .anyMatch(call -> clients.missing(call, client).isEmpty())
                    .anyMatch(call -> !clients.missing(call, client).isEmpty());
        }
    }

    /** Its scopes let it pass; what it gets then is the contract's to say. */
    private static void permitted(ContractCall call, String client, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(client + " " + Api.text(answer))
                .isNotEqualTo(401)
                .isLessThan(500);
        if (answer.statusCode() == 403) {
            assertThat(Api.text(answer)).as(client).contains("sightline_sources");
        }
    }

    /** Its status, and the code of a problem. */
    private static void listed(ContractCall call, String client, HttpResponse<byte[]> answer) {
        assertThat(call.statuses()).as(client).contains(Integer.toString(answer.statusCode()));
        if (answer.statusCode() >= 400 && !call.codes().isEmpty()) {
            assertThat(call.codes())
                    .as(client)
                    .contains(Api.json(answer).path("code").asText());
        }
    }

    private static void forbidden(String client, HttpResponse<byte[]> answer, Set<String> missing) {
        assertThat(answer.statusCode()).as(client + " " + Api.text(answer)).isEqualTo(403);
        assertThat(Api.text(answer)).contains(missing);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains(missing));
    }
}
