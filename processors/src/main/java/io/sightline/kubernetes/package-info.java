/**
 * What is to become of Pipes and Kamelets that the API server of a Kubernetes cluster holds, and what their status
 * says. Nothing here talks to a server.
 */
@NullMarked
package io.sightline.kubernetes;

import org.jspecify.annotations.NullMarked;
