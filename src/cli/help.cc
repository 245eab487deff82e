#include "cli/help.h"

#include <algorithm>

#include "report/page.h"

namespace aboveboard::cli {
namespace {

using terminal::Page;
using terminal::plain;

std::string flag_text(const Flag& item) {
  std::string text = item.letter == 0 ? "" : std::string("-") + item.letter + ", ";
  text += item.name;
  if (!item.value.empty()) text += (item.value.front() == '[' ? "" : " ") + std::string(item.value);
  return text;
}

void write_flags(Page& page, std::span<const FlagId> ids) {
  int widest = 0;
  for (const FlagId id : ids) widest = std::max(widest, static_cast<int>(flag_text(flag(id)).size()));
  for (const FlagId id : ids) {
    const Flag& item = flag(id);
    const std::string help = std::string(item.help) + (item.repeatable && id != FlagId::Format ? "; may be repeated" : "");
    page.row(2, {{{plain(flag_text(item))}, widest}, {{plain(help)}, 0}});
  }
}

void write_statuses(Page& page) {
  page.section("Exit status");
  page.text(2, {plain("0 done; 1 policy violated; 2 usage or configuration; 3 incomplete: something named could not be examined; "
                      "4 internal error; 5 integrity failed")});
}

}  // namespace

std::string general_help(int columns) {
  Page page(std::min(columns, 100), false);
  page.text(0, {plain("Audits an AI model release from its own files: in what sense is it open, under what license, with which components, and for "
                      "which use? Every answer quotes the file and line that it rests on.")});
  page.section("Usage");
  page.text(2, {plain("aboveboard [audit] TARGET...")});
  page.text(2, {plain("aboveboard COMMAND [ARGUMENT...]")});
  page.section("Commands");
  for (const Command& command : all_commands()) {
    page.row(2, {{{plain(std::string(command.name) + " " + std::string(command.arguments))}, 17}, {{plain(command.summary)}, 0}});
  }
  page.section("Flags of audit");
  write_flags(page, find_command("audit")->flags);
  page.section("Flags of every command");
  write_flags(page, common_flags());
  write_statuses(page);
  return page.take();
}

std::string command_help(const Command& command, int columns) {
  Page page(std::min(columns, 100), false);
  page.text(0, {plain("aboveboard " + std::string(command.name) + ": " + std::string(command.summary))});
  page.section("Usage");
  page.text(2, {plain("aboveboard " + std::string(command.name) + " " + std::string(command.arguments) + (command.flags.empty() ? "" : " [FLAG...]"))});
  if (!command.details.empty()) {
    page.blank();
    page.text(0, {plain(command.details)});
  }
  if (!command.flags.empty()) {
    page.section("Flags");
    write_flags(page, command.flags);
  }
  page.section("Flags of every command");
  write_flags(page, common_flags());
  if (!command.flags.empty()) write_statuses(page);
  return page.take();
}

}  // namespace aboveboard::cli
