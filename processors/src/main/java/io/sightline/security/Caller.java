package io.sightline.security;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom a verified access token speaks for. Holds no part of the token itself.
 *
 * @param subject subject of the token; for a service account its user id
 * @param clientId client that asked for the token
 * @param permissions words of the claim {@code scope} and of the claim {@code permissions}
 * @param roles realm roles and the roles of this service's client
 * @param sources what the caller may see of the rows
 */
public record Caller(String subject, String clientId, Set<String> permissions, Set<String> roles, SourceRule sources) {
    /** Nobody: the caller of a public operation. */
    public static final Caller ANONYMOUS = new Caller("", "", Set.of(), Set.of(), SourceRule.NONE);

    public Caller {
        permissions = Set.copyOf(permissions);
        roles = Set.copyOf(roles);
    }

    /**
     * Lets the caller pass when it has all of the scopes, or one of them.
     *
     * @throws PermanentFailure FORBIDDEN that names what is missing
     */
    public void requireScopes(Collection<String> scopes, boolean all) {
        require("scope", permissions, scopes, all);
    }

    /**
     * Lets the caller pass when it has all of the roles, or one of them.
     *
     * @throws PermanentFailure FORBIDDEN that names what is missing
     */
    public void requireRoles(Collection<String> required, boolean all) {
        require("role", roles, required, all);
    }

    private static void require(String kind, Set<String> held, Collection<String> required, boolean all) {
        var missing =
                required.stream().filter(name -> !held.contains(name)).sorted().toList();
        if (missing.isEmpty() || (!all && missing.size() < required.size())) {
            return;
        }
        var names = missing.stream().collect(Collectors.joining(all ? " and " : " or "));
        throw new PermanentFailure(FailureCode.FORBIDDEN, "The access token lacks the " + kind + " " + names + ".");
    }
}
