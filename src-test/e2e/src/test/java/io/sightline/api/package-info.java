/** The REST contract on the running runtime, with tokens of the real Keycloak. */
@NullMarked
package io.sightline.api;

import org.jspecify.annotations.NullMarked;
