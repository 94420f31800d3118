/** End-to-end tests on real servers. Not null-marked: a null in a test is a failing test, and maps are everywhere. */
package io.sightline.e2e;
