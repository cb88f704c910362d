/** What controller, trainer and arms tell each other where each is a process of its own. */
package armfarm.episodes.roles;
