// The source that is a repository on a hub. Internal to this folder.
#pragma once

#include <memory>

#include "source/hub/info.h"
#include "source/hub/repository.h"
#include "source/source.h"

namespace aboveboard {

// `info` holds name and location. Only what is at or below `target.path` is listed: NotFound where there is nothing.
Result<std::unique_ptr<Source>> hub_source(std::shared_ptr<HubSession> session, const HubTarget& target, HubInfo listing, HubQuestion question, SourceInfo info);

}  // namespace aboveboard
